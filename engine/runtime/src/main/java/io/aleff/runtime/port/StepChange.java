package io.aleff.runtime.port;

import io.aleff.definition.Reversibility;
import io.aleff.guardrail.Decision;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Collects changes of a step and makes the changed record. */
public final class StepChange {

  private final StepRecord from;
  private int planRevision;
  private int position;
  private List<String> after;
  private StepState state;
  private int attempt;
  private Decision.@Nullable Verdict verdict;
  private List<Decision.Reason> reasons;
  private @Nullable Integer risk;
  private @Nullable String decisionId;
  private @Nullable String approvalId;
  private @Nullable String actionDigest;
  private @Nullable String sandbox;
  private @Nullable String baseline;
  private @Nullable String checkpoint;
  private @Nullable ObjectNode output;
  private StepRecord.@Nullable Failure error;
  private @Nullable Instant startedAt;
  private @Nullable Instant finishedAt;
  private @Nullable StepRepair repair;
  private String connector;
  private String operation;
  private Reversibility reversibility;

  StepChange(StepRecord from) {
    this.from = from;
    planRevision = from.planRevision();
    position = from.position();
    after = from.after();
    state = from.state();
    attempt = from.attempt();
    verdict = from.verdict();
    reasons = from.reasons();
    risk = from.risk();
    decisionId = from.decisionId();
    approvalId = from.approvalId();
    actionDigest = from.actionDigest();
    sandbox = from.sandbox();
    baseline = from.baseline();
    checkpoint = from.checkpoint();
    output = from.output();
    error = from.error();
    startedAt = from.startedAt();
    finishedAt = from.finishedAt();
    repair = from.repair();
    connector = from.connector();
    operation = from.operation();
    reversibility = from.reversibility();
  }

  public StepChange place(int revision, int newPosition, List<String> newAfter) {
    planRevision = revision;
    position = newPosition;
    after = newAfter;
    return this;
  }

  public StepChange state(StepState next) {
    state = next;
    return this;
  }

  public StepChange attempt(int number) {
    attempt = number;
    return this;
  }

  /**
   * @param commit of the workspace that the decision is about
   */
  public StepChange decided(String id, String digest, @Nullable String commit, Decision decision) {
    baseline = commit;
    decisionId = id;
    actionDigest = digest;
    verdict = decision.verdict();
    reasons = decision.reasons();
    risk = decision.signals().risk();
    return this;
  }

  public StepChange approval(@Nullable String id) {
    approvalId = id;
    return this;
  }

  public StepChange sandbox(@Nullable String how) {
    sandbox = how;
    return this;
  }

  public StepChange baseline(@Nullable String commit) {
    baseline = commit;
    return this;
  }

  public StepChange checkpoint(@Nullable String commit) {
    checkpoint = commit;
    return this;
  }

  public StepChange output(@Nullable ObjectNode result) {
    output = result;
    return this;
  }

  public StepChange error(StepRecord.@Nullable Failure failure) {
    error = failure;
    return this;
  }

  public StepChange startedAt(@Nullable Instant at) {
    startedAt = at;
    return this;
  }

  public StepChange finishedAt(@Nullable Instant at) {
    finishedAt = at;
    return this;
  }

  public StepChange repair(@Nullable StepRepair next) {
    repair = next;
    return this;
  }

  /**
   * Another operation is to be carried out.
   *
   * @param atLeast the step's class becomes this one where it is worse
   */
  public StepChange runs(String otherConnector, String otherOperation, Reversibility atLeast) {
    connector = otherConnector;
    operation = otherOperation;
    reversibility = from.reversibility().worse(atLeast);
    return this;
  }

  /** The changed record. */
  public StepRecord done() {
    return new StepRecord(
        from.tenant(),
        from.run(),
        from.id(),
        planRevision,
        position,
        from.label(),
        from.action(),
        from.arguments(),
        connector,
        operation,
        after,
        from.priority(),
        reversibility,
        state,
        attempt,
        verdict,
        reasons,
        risk,
        decisionId,
        approvalId,
        actionDigest,
        sandbox,
        baseline,
        checkpoint,
        output,
        error,
        from.undoes(),
        startedAt,
        finishedAt,
        repair);
  }
}
