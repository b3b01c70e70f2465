package io.aleff.htn.search;

import io.aleff.htn.Action;
import io.aleff.htn.Domain;
import io.aleff.htn.HierarchicalPlan;
import io.aleff.htn.compiled.Call;
import io.aleff.htn.compiled.CompiledProblem;
import io.aleff.htn.compiled.MethodSchema;
import io.aleff.htn.compiled.Solution;
import io.aleff.htn.compiled.TaskSchema;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Writes a solution in the words of the problem, without the tasks that the compiler added. */
final class PlanWriter {

  private final Domain domain;
  private final CompiledProblem compiled;
  private final Solution solution;

  PlanWriter(Domain domain, CompiledProblem compiled, Solution solution) {
    this.domain = domain;
    this.compiled = compiled;
    this.solution = solution;
  }

  HierarchicalPlan plan() {
    List<HierarchicalPlan.Step> steps = new ArrayList<>();
    for (int number : solution.steps()) {
      TaskSchema schema = schema(number);
      Action action = domain.actions().get(schema.name());
      if (action != null) {
        int shown = action.parameters().size();
        steps.add(new HierarchicalPlan.Step(number, schema.name(), arguments(number, shown)));
      }
    }
    List<HierarchicalPlan.Decomposition> decompositions = new ArrayList<>();
    for (int number = 1; number < solution.nodes().size(); number++) {
      TaskSchema schema = schema(number);
      if (!schema.isPrimitive() && !schema.hidden()) {
        MethodSchema method = schema.methods().get(solution.nodes().get(number).method());
        decompositions.add(
            new HierarchicalPlan.Decomposition(
                number,
                schema.name(),
                arguments(number, schema.domains().size()),
                method.name(),
                children(number)));
      }
    }
    return new HierarchicalPlan(steps, decompositions, children(0));
  }

  private TaskSchema schema(int number) {
    return compiled.tasks().get(solution.nodes().get(number).task());
  }

  private List<String> arguments(int number, int shown) {
    return solution.nodes().get(number).arguments().stream()
        .limit(shown)
        .map(compiled.objects()::get)
        .toList();
  }

  /**
   * What a method's subtasks became, in an order that respects theirs, which independent verifiers
   * ask for. Tasks have their numbers in the order in which the search came to them, and it came to
   * none before what must precede it was over.
   */
  private List<Integer> children(int number) {
    List<Integer> children = new ArrayList<>();
    Deque<Integer> open = new ArrayDeque<>(List.of(number));
    while (!open.isEmpty()) {
      int parent = open.remove();
      Solution.Node node = solution.nodes().get(parent);
      List<Call> calls = schema(parent).methods().get(node.method()).subtasks();
      for (int i = 0; i < calls.size(); i++) {
        int child = node.children().get(i);
        if (calls.get(i).place() >= 0) {
          children.add(visible(child));
        } else if (!schema(child).isPrimitive()) {
          open.add(child);
        }
      }
    }
    children.sort(null);
    return List.copyOf(children);
  }

  /** The action itself where a hidden task only chose one of its variants. */
  private int visible(int number) {
    int here = number;
    while (schema(here).hidden() && !schema(here).isPrimitive()) {
      here = solution.nodes().get(here).children().getFirst();
    }
    return here;
  }
}
