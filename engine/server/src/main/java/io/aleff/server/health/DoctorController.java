package io.aleff.server.health;

import io.aleff.runtime.AleffRuntime;
import io.aleff.server.security.CurrentAccount;
import java.util.ArrayList;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Says what is missing and how to get it. */
@RestController
class DoctorController {

  private final AleffRuntime runtime;
  private final ServerChecks checks;

  DoctorController(AleffRuntime runtime, ServerChecks checks) {
    this.runtime = runtime;
    this.checks = checks;
  }

  @GetMapping("/api/v1/doctor")
  List<AleffRuntime.Check> doctor(CurrentAccount sender) {
    List<AleffRuntime.Check> all = new ArrayList<>(checks.all());
    all.addAll(runtime.doctor(sender.tenant()));
    return all;
  }
}
