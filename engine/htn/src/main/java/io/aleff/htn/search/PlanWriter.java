package io.aleff.htn.search;

import io.aleff.htn.Domain;
import io.aleff.htn.HierarchicalPlan;
import io.aleff.htn.HtnProblem;
import io.aleff.htn.compiled.Call;
import io.aleff.htn.compiled.CompiledProblem;
import io.aleff.htn.compiled.MethodSchema;
import io.aleff.htn.compiled.Solution;
import io.aleff.htn.compiled.TaskSchema;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** Writes a solution in the words of the problem, without the tasks that the compiler added. */
final class PlanWriter {

  private final Domain domain;
  private final HtnProblem stated;
  private final CompiledProblem compiled;
  private final Solution solution;

  PlanWriter(Domain domain, HtnProblem stated, CompiledProblem compiled, Solution solution) {
    this.domain = domain;
    this.stated = stated;
    this.compiled = compiled;
    this.solution = solution;
  }

  HierarchicalPlan plan() {
    List<HierarchicalPlan.Step> steps = new ArrayList<>();
    for (int number : solution.steps()) {
      TaskSchema schema = schema(number);
      if (domain.actions().containsKey(schema.name())) {
        int shown = domain.actions().get(schema.name()).parameters().size();
        steps.add(new HierarchicalPlan.Step(number, schema.name(), arguments(number, shown)));
      }
    }
    List<HierarchicalPlan.Decomposition> decompositions = new ArrayList<>();
    for (int number = 1; number < solution.nodes().size(); number++) {
      TaskSchema schema = schema(number);
      if (!schema.isPrimitive() && !schema.hidden()) {
        MethodSchema method = schema.methods().get(solution.nodes().get(number).method());
        int size = subtasks(schema.name(), method.name());
        decompositions.add(
            new HierarchicalPlan.Decomposition(
                number,
                schema.name(),
                arguments(number, schema.domains().size()),
                method.name(),
                children(number, size)));
      }
    }
    return new HierarchicalPlan(
        steps, decompositions, children(0, stated.network().subtasks().size()));
  }

  private int subtasks(String task, String method) {
    return domain.tasks().get(task).methods().stream()
        .filter(m -> m.name().equals(method))
        .findFirst()
        .orElseThrow()
        .subtasks()
        .size();
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

  /** What a method's subtasks became, in the order in which they were declared. */
  private List<Integer> children(int number, int size) {
    Integer[] places = new Integer[size];
    Deque<Integer> open = new ArrayDeque<>(List.of(number));
    while (!open.isEmpty()) {
      int parent = open.remove();
      Solution.Node node = solution.nodes().get(parent);
      List<Call> calls = schema(parent).methods().get(node.method()).subtasks();
      for (int i = 0; i < calls.size(); i++) {
        int child = node.children().get(i);
        if (calls.get(i).place() >= 0) {
          places[calls.get(i).place()] = visible(child);
        } else if (!schema(child).isPrimitive()) {
          open.add(child);
        }
      }
    }
    return Arrays.asList(places);
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
