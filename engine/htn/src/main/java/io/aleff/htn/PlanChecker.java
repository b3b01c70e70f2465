package io.aleff.htn;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Decides independently of the planner whether a plan is one: a legal decomposition of the goal,
 * whose steps can be carried out in every order that the plan allows, with the effects it names.
 * What finished steps needed is not asked again; {@code state} is the world after them.
 */
public final class PlanChecker {

  private final PlanRequest request;
  private final Plan plan;
  private final List<Finding> findings = new ArrayList<>();

  private PlanChecker(PlanRequest request, Plan plan) {
    this.request = request;
    this.plan = plan;
  }

  /** What is wrong, in the order of the plan; empty when the plan is correct. */
  public static List<Finding> check(PlanRequest request, Plan plan) {
    PlanChecker checker = new PlanChecker(request, plan);
    checker.check();
    return List.copyOf(checker.findings);
  }

  private void check() {
    if (!wellFormed()) {
      return;
    }
    Set<String> past = new HashSet<>(request.finished());
    past.removeAll(request.running());
    Timeline timeline = new Timeline(request.state(), plan.steps(), past);
    Universe universe = new Universe(request.domain(), request.state());
    StepCheck steps = new StepCheck(request, universe, timeline, findings);
    for (int i = 0; i < plan.steps().size(); i++) {
      if (!request.finished().contains(plan.steps().get(i).id())) {
        steps.check(i, plan.steps().get(i));
      }
    }
    new HierarchyCheck(request, plan, universe, timeline, findings).check();
    achieves(new Plausibility(universe, timeline.end()));
    numbers();
  }

  private boolean wellFormed() {
    Set<String> seen = new HashSet<>();
    for (PlanStep step : plan.steps()) {
      if (!seen.containsAll(step.after())) {
        add("order", step.id(), "waits for a step that does not come before it");
      }
      if (!seen.add(step.id())) {
        add("step", step.id(), "is there twice");
      }
      if (request.finished().contains(step.id())) {
        finished(step);
      }
    }
    for (String id : request.finished()) {
      if (!seen.contains(id)) {
        add("step", id, "is finished, but the plan lost it");
      }
    }
    return findings.isEmpty();
  }

  private void finished(PlanStep step) {
    Plan previous = request.previous();
    boolean same =
        previous != null
            && previous.steps().stream()
                .anyMatch(
                    p -> p.id().equals(step.id()) && p.groundAction().equals(step.groundAction()));
    if (!same) {
      add("step", step.id(), "is finished, but was another action");
    }
    if (!request.finished().containsAll(step.after())) {
      add("order", step.id(), "is finished, but waits for a step that is not");
    }
  }

  private void achieves(Plausibility end) {
    Task task = request.domain().tasks().get(plan.goal().task());
    if (task == null || !plan.goal().task().equals(request.goal().task())) {
      add("hierarchy", plan.root().id(), "is not the task that was asked for");
      return;
    }
    Set<Fact> wanted = new HashSet<>();
    for (Formula.Atom atom : task.achieves()) {
      Fact fact = atom.under(plan.goal().arguments());
      wanted.add(fact);
      if (end.of(atom, plan.goal().arguments()) != Truth.YES) {
        add("achieves", plan.root().id(), fact + " need not hold at the end");
      }
    }
    if (!wanted.equals(plan.achieves())) {
      add("achieves", plan.root().id(), "the plan names other facts than the task");
    }
  }

  private void numbers() {
    BigDecimal cost =
        plan.steps().stream().map(PlanStep::cost).reduce(BigDecimal.ZERO, BigDecimal::add);
    if (cost.compareTo(plan.cost()) != 0) {
      add("step", plan.root().id(), "the cost is " + cost + ", not " + plan.cost());
    }
    Map<String, Duration> ends = new HashMap<>();
    Duration longest = Duration.ZERO;
    for (PlanStep step : plan.steps()) {
      Duration start =
          step.after().stream()
              .map(id -> Objects.requireNonNull(ends.get(id)))
              .max(Duration::compareTo)
              .orElse(Duration.ZERO);
      Duration end = start.plus(step.duration());
      ends.put(step.id(), end);
      longest = longest.compareTo(end) > 0 ? longest : end;
    }
    String late = Deadlines.missed(request.domain(), plan);
    if (late != null) {
      add("deadline", plan.root().id(), late);
    }
    if (!longest.equals(plan.duration())) {
      add("step", plan.root().id(), "it takes " + longest + ", not " + plan.duration());
    }
  }

  private void add(String code, String where, String message) {
    findings.add(new Finding(code, where, message));
  }
}
