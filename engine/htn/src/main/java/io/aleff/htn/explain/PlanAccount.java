package io.aleff.htn.explain;

import io.aleff.htn.PlanNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A plan with the reasons for its shape. Ids are those of the plan.
 *
 * @param choices the decomposed tasks, parents before children, in the order in which they are
 *     taken
 * @param steps in the order of execution
 * @param roots ids of what the initial task network became
 * @param cost of all steps, methods and subtasks
 */
public record PlanAccount(
    List<Choice> choices, List<Step> steps, List<String> roots, BigDecimal cost) {

  public PlanAccount {
    choices = List.copyOf(choices);
    steps = List.copyOf(steps);
    roots = List.copyOf(roots);
  }

  /**
   * A decomposed task.
   *
   * @param arguments by parameter of the task
   * @param variables the values of the method's own variables; those that nothing binds are absent
   * @param cost of taking the method, without what is below it
   * @param reasons why the method applies, in words
   * @param rejected the other methods of the task and why they were not taken; empty unless asked
   * @param children ids in the order of the method's subtasks
   */
  public record Choice(
      String id,
      String task,
      Map<String, String> arguments,
      String method,
      Map<String, String> variables,
      BigDecimal cost,
      List<String> reasons,
      List<PlanNode.Rejection> rejected,
      List<String> children) {}

  /**
   * A ground action.
   *
   * @param duration zero where the domain says none
   * @param after the steps that must be over first, transitively reduced
   */
  public record Step(
      String id,
      String action,
      Map<String, String> arguments,
      BigDecimal cost,
      Duration duration,
      List<Wait> after) {}

  /**
   * Why a step waits for another.
   *
   * @param because in words: what it needs, what both of them use, or the order of a method
   */
  public record Wait(String id, String because) {}
}
