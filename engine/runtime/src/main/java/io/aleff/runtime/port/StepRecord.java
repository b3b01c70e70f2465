package io.aleff.runtime.port;

import io.aleff.definition.Reversibility;
import io.aleff.guardrail.Decision;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One step of a run, as stored. A step that undoes another has the id {@code undo-} and that id.
 *
 * @param planRevision revision of the plan that last contained the step
 * @param position order in the plan, from 0
 * @param connector empty for an action that only changes the world state or runs a process
 * @param attempt 0 before the first start
 * @param verdict null before the decision
 * @param sandbox how it was confined; null before it ran
 * @param baseline workspace commit that was decided about and that it starts from; after its end,
 *     the commit that its checkpoint follows
 * @param checkpoint workspace commit it ended with; null when it left nothing
 * @param actionDigest SHA-256 of what was decided about
 * @param output result of the connector; null before
 * @param error code and message of the last failure
 * @param undoes id of the step that this one undoes; null for a step of the plan
 * @param repair what has failed, and which strategy is in use; null before a failure
 */
public record StepRecord(
    TenantId tenant,
    String run,
    String id,
    int planRevision,
    int position,
    String label,
    String action,
    Map<String, String> arguments,
    String connector,
    String operation,
    List<String> after,
    String priority,
    Reversibility reversibility,
    StepState state,
    int attempt,
    Decision.@Nullable Verdict verdict,
    List<Decision.Reason> reasons,
    @Nullable Integer risk,
    @Nullable String decisionId,
    @Nullable String approvalId,
    @Nullable String actionDigest,
    @Nullable String sandbox,
    @Nullable String baseline,
    @Nullable String checkpoint,
    @Nullable ObjectNode output,
    @Nullable Failure error,
    @Nullable String undoes,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    @Nullable StepRepair repair) {

  /**
   * @param code stable, for example {@code exit}, {@code denied}, {@code conflict}
   */
  public record Failure(String code, String message) {}

  /**
   * A step that nothing was decided about yet.
   *
   * @param undoes id of the step that it undoes, or null
   */
  public static StepRecord pending(
      RunRecord run,
      String id,
      int position,
      String label,
      String action,
      Map<String, String> arguments,
      String connector,
      String operation,
      List<String> after,
      String priority,
      Reversibility reversibility,
      @Nullable String undoes) {
    return new StepRecord(
        run.tenant(),
        run.id(),
        id,
        run.planRevision(),
        position,
        label,
        action,
        arguments,
        connector,
        operation,
        after,
        priority,
        reversibility,
        StepState.PENDING,
        0,
        null,
        List.of(),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        undoes,
        null,
        null,
        null);
  }

  /** Starts a changed copy. */
  public StepChange change() {
    return new StepChange(this);
  }
}
