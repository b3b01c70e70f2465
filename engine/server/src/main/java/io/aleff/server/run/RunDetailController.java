package io.aleff.server.run;

import static io.aleff.server.web.Answers.found;

import io.aleff.guardrail.Decision;
import io.aleff.runtime.RunView;
import io.aleff.runtime.Runs;
import io.aleff.runtime.port.DecisionRecord;
import io.aleff.runtime.port.OutputStore;
import io.aleff.runtime.port.SideEffectLedger;
import io.aleff.server.security.CurrentAccount;
import io.aleff.server.security.Role;
import io.aleff.server.web.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** What there is to see of one run. */
@RestController
@RequestMapping("/api/v1/runs/{id:[a-z0-9]{1,40}}")
class RunDetailController {

  private static final String STEP = "{step:[A-Za-z0-9._-]{1,80}}";

  private final Runs runs;

  RunDetailController(Runs runs) {
    this.runs = runs;
  }

  @GetMapping(path = "/bpmn", produces = MediaType.APPLICATION_XML_VALUE)
  ResponseEntity<byte[]> bpmn(
      CurrentAccount sender,
      @PathVariable String id,
      @RequestParam(defaultValue = "0") int revision) {
    String model = found(runs.bpmn(sender.tenant(), id, revision), "plan of run " + id);
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_XML)
        .body(model.getBytes(StandardCharsets.UTF_8));
  }

  @GetMapping("/tokens")
  RunView.Tokens tokens(
      CurrentAccount sender,
      @PathVariable String id,
      @RequestParam(defaultValue = "0") int revision) {
    return found(runs.tokens(sender.tenant(), id, revision), "plan of run " + id);
  }

  @GetMapping("/timeline")
  List<RunView.TimelineEntry> timeline(CurrentAccount sender, @PathVariable String id) {
    checkExists(sender, id);
    return runs.timeline(sender.tenant(), id);
  }

  @GetMapping("/steps/" + STEP + "/output")
  List<OutputStore.Chunk> output(
      CurrentAccount sender, @PathVariable String id, @PathVariable String step) {
    checkExists(sender, id);
    return runs.output(sender.tenant(), id, step);
  }

  @GetMapping(path = "/steps/" + STEP + "/diff", produces = MediaType.TEXT_PLAIN_VALUE)
  ResponseEntity<byte[]> diff(
      CurrentAccount sender, @PathVariable String id, @PathVariable String step) {
    String text = found(runs.diff(sender.tenant(), id, step), "step " + step);
    return ResponseEntity.ok()
        .contentType(new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8))
        .body(text.getBytes(StandardCharsets.UTF_8));
  }

  @GetMapping("/decisions")
  List<DecisionView> decisions(CurrentAccount sender, @PathVariable String id) {
    checkExists(sender, id);
    return runs.decisions(sender.tenant(), id).stream().map(DecisionView::of).toList();
  }

  /** The ledger of what was started in the world; for the requester and those who watch over it. */
  @GetMapping("/effects")
  List<EffectView> effects(CurrentAccount sender, @PathVariable String id) {
    RunView.Detail run = found(runs.find(sender.tenant(), id), "run " + id);
    boolean own = run.summary().requester().equals(sender.account().username());
    if (!own && !sender.account().is(Role.OPERATOR, Role.ADMIN, Role.SECURITY)) {
      throw new ProblemException(
          HttpStatus.FORBIDDEN, "not-your-run", "This run belongs to somebody else.");
    }
    return runs.effects(sender.tenant(), id).stream().map(EffectView::of).toList();
  }

  private void checkExists(CurrentAccount sender, String id) {
    found(runs.find(sender.tenant(), id), "run " + id);
  }

  /**
   * A row of the ledger.
   *
   * @param starts how often it was started
   * @param completions how often it was recorded as done: never more than 1
   */
  record EffectView(
      String idempotencyKey,
      String stepId,
      String connector,
      String operation,
      String actionDigest,
      String state,
      int starts,
      int completions,
      Instant startedAt,
      @Nullable Instant finishedAt) {

    static EffectView of(SideEffectLedger.SideEffect effect) {
      return new EffectView(
          effect.idempotencyKey(),
          effect.step(),
          effect.connector(),
          effect.operation(),
          effect.actionDigest(),
          effect.state().text(),
          effect.starts(),
          effect.completions(),
          effect.startedAt(),
          effect.finishedAt());
    }
  }

  /** A decision with its whole input. */
  record DecisionView(
      String id,
      String step,
      int attempt,
      Instant at,
      String verdict,
      List<Decision.Reason> reasons,
      List<Decision.Requirement> requirements,
      List<ObjectNode> obligations,
      int risk,
      List<Decision.Signal> signals,
      String actionDigest,
      String policyDigest,
      String release,
      long tookMicros,
      ObjectNode input) {

    static DecisionView of(DecisionRecord record) {
      Decision decision = record.decision();
      return new DecisionView(
          record.id(),
          record.step(),
          record.attempt(),
          record.at(),
          decision.verdict().name().toLowerCase(Locale.ROOT),
          decision.reasons(),
          decision.requirements(),
          decision.obligations(),
          decision.signals().risk(),
          decision.signals().facts(),
          record.actionDigest(),
          decision.policyDigest(),
          record.release(),
          decision.took().toNanos() / 1_000,
          decision.input());
    }
  }
}
