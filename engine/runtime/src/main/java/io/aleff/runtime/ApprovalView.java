package io.aleff.runtime;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.aleff.guardrail.Decision;
import io.aleff.runtime.port.ApprovalRecord;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A request for approval as people see it. The records map to the JSON of the API as they are. */
public final class ApprovalView {

  private ApprovalView() {}

  /** A line of the inbox. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Summary(
      String id,
      String runId,
      String stepId,
      String goal,
      String action,
      String connector,
      String operation,
      String requester,
      List<String> groups,
      int required,
      int approvals,
      int risk,
      ApprovalRecord.State state,
      @Nullable String claimedBy,
      Instant createdAt,
      Instant expiresAt,
      String digest,
      String reversibility) {}

  /**
   * @param diff what the run changed in the files that the action uses; null when nothing
   * @param form the Camunda Form of the approval task
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Detail(
      @JsonUnwrapped Summary summary,
      ObjectNode arguments,
      List<ApprovalRecord.Code> code,
      List<ApprovalRecord.Attachment> files,
      @Nullable String diff,
      String preview,
      List<Decision.Reason> reasons,
      List<Decision.Signal> signals,
      List<Decision.Requirement> requirements,
      List<ApprovalRecord.Vote> decisions,
      @Nullable JsonNode form) {}
}
