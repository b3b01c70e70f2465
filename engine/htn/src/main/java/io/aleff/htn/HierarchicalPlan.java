package io.aleff.htn;

import java.util.List;

/**
 * A plan as the planning competitions exchange it: a sequence of ground actions, and the
 * decompositions that justify it.
 *
 * @param steps in the order of execution
 * @param roots ids of what the initial task network's subtasks became, in its order
 */
public record HierarchicalPlan(
    List<Step> steps, List<Decomposition> decompositions, List<Integer> roots) {

  public HierarchicalPlan {
    steps = List.copyOf(steps);
    decompositions = List.copyOf(decompositions);
    roots = List.copyOf(roots);
  }

  /**
   * A ground action.
   *
   * @param id unique among steps and decompositions
   */
  public record Step(int id, String action, List<String> arguments) {
    public Step {
      arguments = List.copyOf(arguments);
    }

    @Override
    public String toString() {
      return action + "(" + String.join(", ", arguments) + ")";
    }
  }

  /**
   * A ground task and the method that was chosen for it.
   *
   * @param id unique among steps and decompositions
   * @param subtasks ids of what the method's subtasks became, in the order of the method
   */
  public record Decomposition(
      int id, String task, List<String> arguments, String method, List<Integer> subtasks) {
    public Decomposition {
      arguments = List.copyOf(arguments);
      subtasks = List.copyOf(subtasks);
    }

    @Override
    public String toString() {
      return task + "(" + String.join(", ", arguments) + ")";
    }
  }
}
