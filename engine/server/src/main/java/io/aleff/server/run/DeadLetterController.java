package io.aleff.server.run;

import static io.aleff.server.web.Answers.accepted;

import io.aleff.runtime.DeadLetters;
import io.aleff.runtime.port.DeadLetterStore;
import io.aleff.server.security.CurrentAccount;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Steps of which nobody knows whether their effect happened: a person decides. */
@RestController
@RequestMapping("/api/v1/dead-letters")
class DeadLetterController {

  private final DeadLetters letters;

  DeadLetterController(DeadLetters letters) {
    this.letters = letters;
  }

  @GetMapping
  List<DeadLetterStore.DeadLetter> list(
      CurrentAccount sender, @RequestParam(defaultValue = "false") boolean all) {
    return letters.list(sender.tenant(), all);
  }

  @PostMapping("/{id:[a-z0-9]{1,40}}/replay")
  DeadLetterStore.DeadLetter replay(CurrentAccount sender, @PathVariable String id) {
    return accepted(letters.replay(sender.actor(), id));
  }

  @PostMapping("/{id:[a-z0-9]{1,40}}/discard")
  DeadLetterStore.DeadLetter discard(CurrentAccount sender, @PathVariable String id) {
    return accepted(letters.discard(sender.actor(), id));
  }
}
