package io.aleff.htn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Plans of runs as hierarchical plans. */
public final class HierarchicalPlans {

  private final Map<String, Integer> numbers = new HashMap<>();
  private final String without;

  private HierarchicalPlans(String without) {
    this.without = without;
  }

  /** The plan of a task: its only root is that task. */
  public static HierarchicalPlan of(Plan plan) {
    HierarchicalPlans plans = new HierarchicalPlans("");
    List<HierarchicalPlan.Step> steps = plans.steps(plan);
    return new HierarchicalPlan(
        steps, plans.decompositions(List.of(plan.root())), List.of(plans.id(plan.root())));
  }

  /**
   * The plan of an initial task network that was planned as the method of one task.
   *
   * @param without the action that stands for the goal
   */
  static HierarchicalPlan of(Plan plan, String without) {
    HierarchicalPlans plans = new HierarchicalPlans(without);
    List<HierarchicalPlan.Step> steps = plans.steps(plan);
    List<PlanNode> roots = plan.root().children().stream().filter(plans::isKept).toList();
    List<PlanNode.Task> tasks =
        roots.stream()
            .filter(PlanNode.Task.class::isInstance)
            .map(PlanNode.Task.class::cast)
            .toList();
    List<HierarchicalPlan.Decomposition> decompositions = plans.decompositions(tasks);
    return new HierarchicalPlan(steps, decompositions, roots.stream().map(plans::id).toList());
  }

  private boolean isKept(PlanNode node) {
    return !(node instanceof PlanNode.Step step) || numbers.containsKey(step.stepId());
  }

  private List<HierarchicalPlan.Step> steps(Plan plan) {
    List<HierarchicalPlan.Step> steps = new ArrayList<>();
    for (PlanStep step : plan.steps()) {
      if (!step.action().equals(without)) {
        numbers.put(step.id(), numbers.size());
        steps.add(
            new HierarchicalPlan.Step(
                id(new PlanNode.Step(step.id())),
                step.action(),
                List.copyOf(step.arguments().values())));
      }
    }
    return steps;
  }

  private int id(PlanNode node) {
    String name =
        switch (node) {
          case PlanNode.Task task -> task.id();
          case PlanNode.Step step -> step.stepId();
        };
    Integer known = numbers.putIfAbsent(name, numbers.size());
    return known == null ? Objects.requireNonNull(numbers.get(name)) : known;
  }

  private List<HierarchicalPlan.Decomposition> decompositions(List<PlanNode.Task> roots) {
    List<HierarchicalPlan.Decomposition> all = new ArrayList<>();
    List<PlanNode.Task> open = new ArrayList<>(roots.reversed());
    while (!open.isEmpty()) {
      PlanNode.Task task = open.removeLast();
      all.add(
          new HierarchicalPlan.Decomposition(
              id(task),
              task.task(),
              List.copyOf(task.arguments().values()),
              task.method(),
              task.children().stream().map(this::id).toList()));
      for (PlanNode child : task.children().reversed()) {
        if (child instanceof PlanNode.Task inner) {
          open.add(inner);
        }
      }
    }
    return all;
  }
}
