package io.aleff.htn.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.htn.Domain;
import io.aleff.htn.Finding;
import io.aleff.htn.HierarchicalPlan;
import io.aleff.htn.HtnProblem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** One fault of each kind, wherever it is, is rejected as what it is. */
class SingleFaultTest {

  private record Given(Domain domain, HtnProblem problem, HierarchicalPlan plan) {

    static Given of(long seed, boolean chained) {
      RandomTree tree = new RandomTree(seed, chained);
      Given given = new Given(tree.domain(), tree.problem(), tree.plan());
      assertThat(given.findings(given.plan())).isEmpty();
      return given;
    }

    List<Finding> findings(HierarchicalPlan mutant) {
      return HierarchicalPlanChecker.check(domain, problem, mutant);
    }

    void rejects(HierarchicalPlan mutant, String code) {
      assertThat(findings(mutant))
          .as(PlanText.print(mutant))
          .extracting(Finding::code)
          .contains(code);
    }
  }

  @Property(tries = 100, shrinking = ShrinkingMode.OFF)
  void stepsInAnotherOrderThanTheMethodsSay(@ForAll long seed) {
    Given given = Given.of(seed, false);
    swapped(given.plan()).forEach(mutant -> given.rejects(mutant, "order"));
  }

  @Property(tries = 100, shrinking = ShrinkingMode.OFF)
  void stepsThatCannotBeCarriedOut(@ForAll long seed) {
    Given given = Given.of(seed, true);
    swapped(given.plan()).forEach(mutant -> given.rejects(mutant, "precondition"));
  }

  @Property(tries = 100, shrinking = ShrinkingMode.OFF)
  void effectsThatAreMissingAtTheEnd(@ForAll long seed) {
    Given given = Given.of(seed, false);
    for (HierarchicalPlan.Step step : given.plan().steps()) {
      String leaf = "l" + step.id();
      HierarchicalPlan skipping =
          methods(given.plan(), m -> m.equals("do-" + leaf) ? "skip-" + leaf : m);
      given.rejects(action(skipping, step.id(), "b" + step.id(), List.of("x")), "goal");
    }
  }

  @Property(tries = 100, shrinking = ShrinkingMode.OFF)
  void methodsWhosePreconditionsDoNotHold(@ForAll long seed) {
    Given given = Given.of(seed, false);
    for (HierarchicalPlan.Step step : given.plan().steps()) {
      String leaf = "l" + step.id();
      given.rejects(
          methods(given.plan(), m -> m.equals("do-" + leaf) ? "never-" + leaf : m), "precondition");
    }
  }

  @Property(tries = 100, shrinking = ShrinkingMode.OFF)
  void treesThatTheMethodsDoNotAllow(@ForAll long seed) {
    Given given = Given.of(seed, true);
    for (HierarchicalPlan.Step step : given.plan().steps()) {
      String leaf = "l" + step.id();
      given.rejects(
          methods(given.plan(), m -> m.equals("do-" + leaf) ? "skip-" + leaf : m), "hierarchy");
      given.rejects(action(given.plan(), step.id(), "a" + step.id(), List.of("y")), "hierarchy");
    }
    List<HierarchicalPlan.Decomposition> all = given.plan().decompositions();
    for (int i = 0; i + 1 < all.size(); i++) {
      given.rejects(exchanged(given.plan(), i), "hierarchy");
    }
  }

  private static List<HierarchicalPlan> swapped(HierarchicalPlan plan) {
    List<HierarchicalPlan> mutants = new ArrayList<>();
    for (int i = 0; i + 1 < plan.steps().size(); i++) {
      List<HierarchicalPlan.Step> steps = new ArrayList<>(plan.steps());
      Collections.swap(steps, i, i + 1);
      mutants.add(new HierarchicalPlan(steps, plan.decompositions(), plan.roots()));
    }
    return mutants;
  }

  private static HierarchicalPlan methods(HierarchicalPlan plan, UnaryOperator<String> change) {
    List<HierarchicalPlan.Decomposition> all =
        plan.decompositions().stream()
            .map(
                d ->
                    new HierarchicalPlan.Decomposition(
                        d.id(), d.task(), d.arguments(), change.apply(d.method()), d.subtasks()))
            .toList();
    return new HierarchicalPlan(plan.steps(), all, plan.roots());
  }

  private static HierarchicalPlan action(
      HierarchicalPlan plan, int id, String action, List<String> arguments) {
    List<HierarchicalPlan.Step> steps =
        plan.steps().stream()
            .map(s -> s.id() == id ? new HierarchicalPlan.Step(id, action, arguments) : s)
            .toList();
    return new HierarchicalPlan(steps, plan.decompositions(), plan.roots());
  }

  /** Two tasks with each other's subtasks. */
  private static HierarchicalPlan exchanged(HierarchicalPlan plan, int at) {
    List<HierarchicalPlan.Decomposition> all = new ArrayList<>(plan.decompositions());
    HierarchicalPlan.Decomposition first = all.get(at);
    HierarchicalPlan.Decomposition second = all.get(at + 1);
    all.set(at, with(first, second.subtasks()));
    all.set(at + 1, with(second, first.subtasks()));
    return new HierarchicalPlan(plan.steps(), all, plan.roots());
  }

  private static HierarchicalPlan.Decomposition with(
      HierarchicalPlan.Decomposition d, List<Integer> subtasks) {
    return new HierarchicalPlan.Decomposition(
        d.id(), d.task(), d.arguments(), d.method(), subtasks);
  }
}
