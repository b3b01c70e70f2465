package io.aleff.server;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** An endpoint that somebody forgot to give a rule. */
@RestController
class UnlistedController {

  @GetMapping("/api/v1/forgotten")
  String forgotten() {
    return "secret";
  }
}
