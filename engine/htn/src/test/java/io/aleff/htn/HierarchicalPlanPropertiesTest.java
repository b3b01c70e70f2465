package io.aleff.htn;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.definition.SourceText;
import io.aleff.htn.verify.HierarchicalPlanChecker;
import io.aleff.htn.verify.PlanText;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

class HierarchicalPlanPropertiesTest {

  @Property(tries = 300, shrinking = ShrinkingMode.OFF)
  void whatThePlannerReturnsIsAcceptedAndEachFaultRejected(@ForAll long seed) {
    PlanRequest request = new RandomDomain(new Random(seed)).request();
    if (!(Planner.plan(request) instanceof Planning.Planned planned)) {
      return;
    }
    HtnProblem problem = RandomDomain.problem(request);
    HierarchicalPlan plan = HierarchicalPlans.of(planned.plan());

    assertThat(HierarchicalPlanChecker.check(request.domain(), problem, plan)).isEmpty();
    assertThat(PlanText.read(new SourceText("plan", PlanText.print(plan))).plan()).isEqualTo(plan);
    for (HierarchicalPlan mutant : mutants(plan)) {
      assertThat(HierarchicalPlanChecker.check(request.domain(), problem, mutant))
          .as(PlanText.print(mutant))
          .isNotEmpty();
    }
  }

  /** Each has one fault that no domain forgives. */
  private static List<HierarchicalPlan> mutants(HierarchicalPlan plan) {
    List<HierarchicalPlan> mutants = new ArrayList<>();
    for (int i = 0; i < plan.steps().size(); i++) {
      HierarchicalPlan.Step step = plan.steps().get(i);
      mutants.add(withSteps(plan, i, List.of()));
      mutants.add(withSteps(plan, i, List.of(step, step)));
      mutants.add(
          withSteps(
              plan, i, List.of(new HierarchicalPlan.Step(step.id(), "nothing", step.arguments()))));
      mutants.add(
          withSteps(
              plan,
              i,
              List.of(new HierarchicalPlan.Step(step.id(), step.action(), List.of("nobody")))));
      mutants.add(
          withSteps(
              plan,
              i,
              List.of(step, new HierarchicalPlan.Step(9999, step.action(), step.arguments()))));
    }
    for (int i = 0; i < plan.decompositions().size(); i++) {
      HierarchicalPlan.Decomposition d = plan.decompositions().get(i);
      List<Integer> none = List.of();
      List<Integer> more = new ArrayList<>(d.subtasks());
      more.add(d.id());
      mutants.add(withTask(plan, i, d.task(), "nothing", d.subtasks()));
      mutants.add(withTask(plan, i, "nothing", d.method(), d.subtasks()));
      mutants.add(withTask(plan, i, d.task(), d.method(), none));
      mutants.add(withTask(plan, i, d.task(), d.method(), more));
    }
    mutants.add(new HierarchicalPlan(plan.steps(), plan.decompositions(), List.of()));
    return mutants;
  }

  private static HierarchicalPlan withSteps(
      HierarchicalPlan plan, int at, List<HierarchicalPlan.Step> instead) {
    List<HierarchicalPlan.Step> steps = new ArrayList<>(plan.steps());
    steps.remove(at);
    steps.addAll(at, instead);
    return new HierarchicalPlan(steps, plan.decompositions(), plan.roots());
  }

  private static HierarchicalPlan withTask(
      HierarchicalPlan plan, int at, String task, String method, List<Integer> subtasks) {
    HierarchicalPlan.Decomposition d = plan.decompositions().get(at);
    List<HierarchicalPlan.Decomposition> all = new ArrayList<>(plan.decompositions());
    all.set(at, new HierarchicalPlan.Decomposition(d.id(), task, d.arguments(), method, subtasks));
    return new HierarchicalPlan(plan.steps(), all, plan.roots());
  }
}
