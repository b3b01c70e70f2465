package io.aleff.runtime.port;

import com.fasterxml.jackson.annotation.JsonValue;
import io.aleff.definition.Reversibility;
import io.aleff.guardrail.Decision;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request for approval of exactly one action, as stored.
 *
 * @param digest SHA-256 of the action; an approval must repeat it
 * @param groups all groups named by {@code requirements}
 * @param required how many different people must approve in all
 * @param preview what would be done or sent, as text for people
 * @param userTask id of the process engine's user task
 * @param claimedBy who is looking at it; null when nobody is
 */
public record ApprovalRecord(
    TenantId tenant,
    String id,
    String run,
    String step,
    int attempt,
    String goal,
    String action,
    String connector,
    String operation,
    ObjectNode arguments,
    String requester,
    List<String> groups,
    List<Decision.Requirement> requirements,
    int required,
    State state,
    int risk,
    Reversibility reversibility,
    List<Decision.Reason> reasons,
    List<Decision.Signal> signals,
    String decisionId,
    String digest,
    String preview,
    List<Code> code,
    List<Attachment> files,
    @Nullable String baseline,
    List<Vote> votes,
    @Nullable String claimedBy,
    @Nullable String userTask,
    Instant createdAt,
    Instant expiresAt) {

  /** Whether it still waits, and how it ended. {@code VOID}: the action changed or went away. */
  public enum State {
    OPEN,
    APPROVED,
    REJECTED,
    EXPIRED,
    VOID;

    @JsonValue
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Code that would run. */
  public record Code(String path, String text, String sha256) {}

  /**
   * A workspace file that the action reads or sends.
   *
   * @param text content when it is short text, else null
   */
  public record Attachment(String path, long size, String sha256, @Nullable String text) {}

  /**
   * @param verdict {@code approved} or {@code rejected}
   * @param group the group the vote counts for
   */
  public record Vote(String by, Instant at, String verdict, String group, String comment) {}

  public ApprovalRecord with(
      State newState, List<Vote> newVotes, @Nullable String newClaimedBy, @Nullable String task) {
    return new ApprovalRecord(
        tenant,
        id,
        run,
        step,
        attempt,
        goal,
        action,
        connector,
        operation,
        arguments,
        requester,
        groups,
        requirements,
        required,
        newState,
        risk,
        reversibility,
        reasons,
        signals,
        decisionId,
        digest,
        preview,
        code,
        files,
        baseline,
        newVotes,
        newClaimedBy,
        task,
        createdAt,
        expiresAt);
  }

  public ApprovalRecord withState(State newState) {
    return with(newState, votes, claimedBy, userTask);
  }
}
