package io.aleff.server.approval;

import static io.aleff.server.web.Answers.accepted;
import static io.aleff.server.web.Answers.found;

import io.aleff.runtime.ApprovalView;
import io.aleff.runtime.Approvals;
import io.aleff.runtime.port.ApprovalRecord;
import io.aleff.runtime.port.ApprovalStore;
import io.aleff.runtime.port.Page;
import io.aleff.server.security.CurrentAccount;
import io.aleff.server.web.Answers;
import io.aleff.server.web.ProblemException;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The inbox: what waits, exactly what it is, and the votes. */
@RestController
@RequestMapping("/api/v1/approvals")
class ApprovalController {

  private static final String ID = "/{id:[a-z0-9]{1,40}}";
  private static final int LONGEST_WORDS = 4_000;

  private final Approvals approvals;

  ApprovalController(Approvals approvals) {
    this.approvals = approvals;
  }

  @GetMapping
  Page<ApprovalView.Summary> list(
      CurrentAccount sender,
      @RequestParam(defaultValue = "open") String state,
      @RequestParam(required = false) @Nullable String group,
      @RequestParam(defaultValue = "100") int limit,
      @RequestParam(required = false) @Nullable String cursor) {
    Set<String> groups = group == null || group.isBlank() ? Set.of() : Set.of(group);
    return approvals.list(
        sender.tenant(),
        new ApprovalStore.Query(states(state), groups, Answers.limit(limit), cursor));
  }

  private static Set<ApprovalRecord.State> states(String text) {
    return switch (text) {
      case "open" -> EnumSet.of(ApprovalRecord.State.OPEN);
      case "done" -> EnumSet.complementOf(EnumSet.of(ApprovalRecord.State.OPEN));
      case "all" -> Set.of();
      default ->
          throw new ProblemException(
              HttpStatus.BAD_REQUEST, "bad-parameter", "state is open, done or all.");
    };
  }

  @GetMapping(ID)
  ApprovalView.Detail one(CurrentAccount sender, @PathVariable String id) {
    return found(approvals.find(sender.tenant(), id), "request for approval " + id);
  }

  @PostMapping(ID + "/claim")
  ApprovalView.Summary claim(CurrentAccount sender, @PathVariable String id) {
    return accepted(approvals.claim(sender.actor(), id));
  }

  @PostMapping(ID + "/release")
  ApprovalView.Summary release(CurrentAccount sender, @PathVariable String id) {
    return accepted(approvals.release(sender.actor(), id));
  }

  @PostMapping(ID + "/approve")
  ApprovalView.Summary approve(
      CurrentAccount sender, @PathVariable String id, @RequestBody Approve vote) {
    return accepted(
        approvals.approve(sender.actor(), id, digest(vote.digest()), words(vote.comment())));
  }

  @PostMapping(ID + "/reject")
  ApprovalView.Summary reject(
      CurrentAccount sender, @PathVariable String id, @RequestBody Reject vote) {
    return accepted(
        approvals.reject(sender.actor(), id, digest(vote.digest()), words(vote.reason())));
  }

  private static String digest(@Nullable String digest) {
    if (digest == null || digest.isBlank()) {
      throw new ProblemException(
          HttpStatus.UNPROCESSABLE_CONTENT,
          "digest-missing",
          "A vote repeats the digest of the action that was looked at.");
    }
    return digest;
  }

  private static String words(@Nullable String words) {
    String text = words == null ? "" : words.strip();
    if (text.length() > LONGEST_WORDS) {
      throw new ProblemException(
          HttpStatus.UNPROCESSABLE_CONTENT,
          "too-long",
          "A comment has at most " + LONGEST_WORDS + " characters.");
    }
    return text;
  }

  record Approve(@Nullable String digest, @Nullable String comment) {}

  record Reject(@Nullable String digest, @Nullable String reason) {}
}
