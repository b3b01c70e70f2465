package io.aleff.runtime.port;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One run, as stored. All members are plain values, so that {@code Json.MAPPER} maps the record.
 *
 * @param goal the goal in words, or a rendering of task and arguments when none were given
 * @param language of the phrase that matched, for example {@code pt-BR}; null without words
 * @param arguments by parameter name of {@code task}
 * @param progress percent, 0 to 100
 * @param roles roles the requester had when asking
 * @param channel where the goal came from, for example {@code console}
 * @param release digest of the release the run is pinned to
 * @param attempt 1, and one more for each retry from the start
 * @param planRevision 0 before the first plan
 * @param world the world state as observed, as JSON
 * @param head workspace commit that the recorded steps add up to; null before the workspace exists
 * @param cancelling somebody asked for the run to stop
 */
public record RunRecord(
    TenantId tenant,
    String id,
    String goal,
    @Nullable String language,
    String task,
    Map<String, String> arguments,
    RunState state,
    int progress,
    String requester,
    Set<String> roles,
    String channel,
    String release,
    int attempt,
    int planRevision,
    ObjectNode world,
    @Nullable String head,
    boolean cancelling,
    @Nullable String waitingFor,
    @Nullable String outcome,
    @Nullable String failure,
    @Nullable String idempotencyKey,
    Instant createdAt,
    @Nullable Instant finishedAt) {

  public RunRecord withState(RunState next) {
    return copy(next, progress, attempt, planRevision, world, head, cancelling, finishedAt);
  }

  public RunRecord withProgress(int percent) {
    return copy(state, percent, attempt, planRevision, world, head, cancelling, finishedAt);
  }

  public RunRecord withAttempt(int number) {
    return copy(state, progress, number, planRevision, world, head, cancelling, finishedAt);
  }

  public RunRecord withPlanRevision(int revision) {
    return copy(state, progress, attempt, revision, world, head, cancelling, finishedAt);
  }

  public RunRecord withWorld(ObjectNode observed) {
    return copy(state, progress, attempt, planRevision, observed, head, cancelling, finishedAt);
  }

  public RunRecord withHead(@Nullable String commit) {
    return copy(state, progress, attempt, planRevision, world, commit, cancelling, finishedAt);
  }

  public RunRecord withCancelling(boolean asked) {
    return copy(state, progress, attempt, planRevision, world, head, asked, finishedAt);
  }

  public RunRecord withFinishedAt(@Nullable Instant at) {
    return copy(state, progress, attempt, planRevision, world, head, cancelling, at);
  }

  /** Changes what the run says about itself to people. */
  public RunRecord saying(
      @Nullable String waiting, @Nullable String outcomeText, @Nullable String failureText) {
    return new RunRecord(
        tenant,
        id,
        goal,
        language,
        task,
        arguments,
        state,
        progress,
        requester,
        roles,
        channel,
        release,
        attempt,
        planRevision,
        world,
        head,
        cancelling,
        waiting,
        outcomeText,
        failureText,
        idempotencyKey,
        createdAt,
        finishedAt);
  }

  private RunRecord copy(
      RunState newState,
      int newProgress,
      int newAttempt,
      int newRevision,
      ObjectNode newWorld,
      @Nullable String newHead,
      boolean newCancelling,
      @Nullable Instant newFinishedAt) {
    return new RunRecord(
        tenant,
        id,
        goal,
        language,
        task,
        arguments,
        newState,
        newProgress,
        requester,
        roles,
        channel,
        release,
        newAttempt,
        newRevision,
        newWorld,
        newHead,
        newCancelling,
        waitingFor,
        outcome,
        failure,
        idempotencyKey,
        createdAt,
        newFinishedAt);
  }
}
