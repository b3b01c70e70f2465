package io.aleff.htn;

import java.util.List;
import java.util.Map;

/** The task tree of a plan, with the reasons for its shape. */
public sealed interface PlanNode {

  /**
   * A decomposed task.
   *
   * @param id unique in the plan: {@code t1}, {@code t2}, …
   * @param label the subtask's key in the method above, or the task's name at the root
   * @param method the method that was chosen
   * @param reasons why it applies: its preconditions with their values, and its cost, in words
   * @param rejected the methods that were not chosen and why, in the order they were looked at
   */
  record Task(
      String id,
      String label,
      String task,
      Map<String, String> arguments,
      String method,
      List<String> reasons,
      List<Rejection> rejected,
      List<PlanNode> children)
      implements PlanNode {}

  /** A leaf: one step of the plan. */
  record Step(String stepId) implements PlanNode {}

  /**
   * Why a method was not chosen.
   *
   * @param cause {@code precondition}, {@code dead-end}, {@code cost} or {@code excluded}; for
   *     plans of any planner also {@code later} (leads to a cheaper plan that was not looked for)
   *     and {@code open} (not found out within the limits)
   * @param detail the failing precondition, the task that could not be decomposed, the two costs,
   *     or the excluded action and why it was
   */
  record Rejection(String method, String cause, String detail) {}
}
