package io.aleff.runtime;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.aleff.guardrail.Decision;
import io.aleff.htn.PlanNode;
import io.aleff.runtime.port.RunState;
import io.aleff.runtime.port.StepRecord;
import io.aleff.runtime.port.StepState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A run as people see it. The records map to the JSON of the API as they are. */
public final class RunView {

  private RunView() {}

  /**
   * @param waitingFor what it waits for, in words; null when it does not wait
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Summary(
      String id,
      String goal,
      String task,
      Map<String, String> arguments,
      RunState state,
      int progress,
      String requester,
      String release,
      Instant createdAt,
      @Nullable Instant finishedAt,
      @Nullable String waitingFor) {}

  /**
   * @param tree null before the first plan
   * @param result files the run made, without those it was given
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Detail(
      @JsonUnwrapped Summary summary,
      @Nullable String outcome,
      @Nullable String failure,
      int planRevision,
      List<Step> steps,
      @Nullable Node tree,
      List<ResultFile> result) {}

  /** A file in a workspace. */
  public record ResultFile(String path, long size, String mediaType) {}

  /**
   * One step with its state.
   *
   * @param strategy of its repair that is or was in use; null for the action as it was planned
   * @param attempts that did not help, when the step is or was repaired; oldest first
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Step(
      String id,
      String label,
      String action,
      Map<String, String> arguments,
      String connector,
      String operation,
      List<String> after,
      String priority,
      String reversibility,
      StepState state,
      int attempt,
      @Nullable String verdict,
      List<Decision.Reason> reasons,
      @Nullable Integer risk,
      @Nullable String sandbox,
      @Nullable Instant startedAt,
      @Nullable Instant finishedAt,
      @Nullable Long durationMs,
      @Nullable String checkpoint,
      StepRecord.@Nullable Failure error,
      @Nullable String approvalId,
      int planRevision,
      @Nullable String actionDigest,
      @Nullable String undoes,
      @Nullable String strategy,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Attempt> attempts) {}

  /**
   * An attempt of a step that did not help, or a question to a model.
   *
   * @param attempt number of the start; 0 when it was refused before
   * @param strategy empty for the action as it was planned
   * @param outcome {@code failed} or {@code refused}; of a question {@code answered} or {@code
   *     unanswered}
   * @param output the end of what it printed
   */
  public record Attempt(
      int attempt,
      String strategy,
      String outcome,
      String connector,
      String operation,
      String actionDigest,
      String code,
      String message,
      String output,
      Instant at) {}

  /** A node of the task tree. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  public sealed interface Node {

    /** A decomposed task with the reasons for its method. */
    @JsonTypeName("task")
    record Task(
        String id,
        String label,
        String task,
        Map<String, String> arguments,
        String method,
        List<String> reasons,
        List<PlanNode.Rejection> rejected,
        List<Node> children)
        implements Node {}

    /**
     * A leaf.
     *
     * @param children the guarded actions of the process that the step runs, once they have begun
     */
    @JsonTypeName("step")
    record Step(String stepId, @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Step> children)
        implements Node {}
  }

  /** Where the tokens of a plan's diagram are: state by id of the BPMN element. */
  public record Tokens(Map<String, Element> elements) {

    /**
     * One element of the diagram.
     *
     * @param nested the guarded actions of the process that the step runs, once they have begun
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Element(@Nullable String stepId, String state, List<Element> nested) {}
  }

  /** A line of the timeline. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record TimelineEntry(
      long seq,
      String at,
      String type,
      String actor,
      @Nullable String step,
      String summary,
      tools.jackson.databind.JsonNode data) {}

  /** What would happen: the plan with a verdict for each step. */
  public record Simulation(String goal, Node tree, List<SimulatedStep> steps, String bpmn) {}

  /** A step of a simulation. */
  public record SimulatedStep(
      String id,
      String label,
      String action,
      Map<String, String> arguments,
      String connector,
      String operation,
      List<String> after,
      String priority,
      String verdict,
      List<Decision.Reason> reasons,
      List<Decision.Requirement> requirements,
      int risk,
      String actionDigest,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<SimulatedStrategy> repair) {}

  /** What would be decided about a strategy, if the step failed without a word. */
  public record SimulatedStrategy(
      String name,
      String connector,
      String operation,
      String verdict,
      List<Decision.Reason> reasons,
      List<Decision.Requirement> requirements,
      int risk,
      String actionDigest) {}
}
