package io.aleff.htn.compiled;

import java.util.ArrayList;
import java.util.List;

/**
 * A decomposition of the initial task network.
 *
 * @param nodes the decomposition tree; a parent comes before its children
 * @param steps numbers of the primitive nodes in the order of execution
 */
public record Solution(List<Node> nodes, List<Integer> steps) {

  /**
   * One task of the tree.
   *
   * @param method number among the task's methods; -1 for a primitive task
   * @param children numbers of the nodes of the method's subtasks, in its order
   */
  public record Node(int task, List<Integer> arguments, int method, List<Integer> children) {}

  public Solution {
    nodes = List.copyOf(nodes);
    steps = List.copyOf(steps);
  }

  /** One task in the order in which a total-order search took it from its stack. */
  public record Taken(int task, List<Integer> arguments, int method) {}

  /** The tree of a total-order search, whose order of taking tasks is depth first. */
  public static Solution of(CompiledProblem problem, List<Taken> taken) {
    List<Node> nodes = new ArrayList<>();
    List<Integer> steps = new ArrayList<>();
    List<int[]> open = new ArrayList<>();
    for (Taken one : taken) {
      int number = nodes.size();
      while (!open.isEmpty() && open.getLast()[1] == 0) {
        open.removeLast();
      }
      if (!open.isEmpty()) {
        nodes.get(open.getLast()[0]).children().add(number);
        open.getLast()[1]--;
      }
      nodes.add(new Node(one.task(), one.arguments(), one.method(), new ArrayList<>()));
      if (one.method() < 0) {
        steps.add(number);
      } else {
        MethodSchema method = problem.tasks().get(one.task()).methods().get(one.method());
        open.add(new int[] {number, method.subtasks().size()});
      }
    }
    return new Solution(nodes, steps);
  }
}
