package io.aleff.htn;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.htn.explain.Explainer;
import io.aleff.htn.explain.PlanAccount;
import io.aleff.htn.explain.PlanAccounts;
import io.aleff.htn.verify.HierarchicalPlanChecker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

class AccountPropertiesTest {

  /** Every order of the steps that an account allows is a plan. */
  @Property(tries = 200, shrinking = ShrinkingMode.OFF)
  void whatNeedNotWaitMayRunInAnyOrder(@ForAll long seed) {
    PlanRequest request = new RandomDomain(new Random(seed)).request();
    if (!(Planner.plan(request) instanceof Planning.Planned planned)) {
      return;
    }
    HtnProblem problem = RandomDomain.problem(request);
    HierarchicalPlan plan = HierarchicalPlans.of(planned.plan());
    PlanAccount account = PlanAccounts.of(request.domain(), problem, plan);
    for (int round = 0; round < 4; round++) {
      HierarchicalPlan shuffled = shuffled(plan, account, new Random(seed + round));
      assertThat(HierarchicalPlanChecker.check(request.domain(), problem, shuffled)).isEmpty();
    }
  }

  private static HierarchicalPlan shuffled(
      HierarchicalPlan plan, PlanAccount account, Random random) {
    Map<String, HierarchicalPlan.Step> byId = new HashMap<>();
    plan.steps().forEach(s -> byId.put(String.valueOf(s.id()), s));
    List<PlanAccount.Step> open = new ArrayList<>(account.steps());
    Set<String> done = new HashSet<>();
    List<HierarchicalPlan.Step> order = new ArrayList<>();
    while (!open.isEmpty()) {
      List<PlanAccount.Step> ready =
          open.stream()
              .filter(s -> s.after().stream().allMatch(w -> done.contains(w.id())))
              .toList();
      PlanAccount.Step next = ready.get(random.nextInt(ready.size()));
      open.remove(next);
      done.add(next.id());
      order.add(Objects.requireNonNull(byId.get(next.id())));
    }
    return new HierarchicalPlan(order, plan.decompositions(), plan.roots());
  }

  /** Each method that was not taken is told, and a method that leads on is told truly. */
  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void everyOtherMethodIsExplained(@ForAll long seed) {
    PlanRequest request = new RandomDomain(new Random(seed)).request();
    if (!(Planner.plan(request) instanceof Planning.Planned planned)) {
      return;
    }
    HierarchicalPlan plan = HierarchicalPlans.of(planned.plan());
    PlanAccount account =
        Explainer.explain(
            request.domain(), RandomDomain.problem(request), plan, Duration.ofSeconds(5));
    for (PlanAccount.Choice choice : account.choices()) {
      Set<String> told = new TreeSet<>(Set.of(choice.method()));
      choice.rejected().forEach(r -> told.add(r.method()));
      Set<String> all = new TreeSet<>();
      Objects.requireNonNull(request.domain().tasks().get(choice.task()))
          .methods()
          .forEach(m -> all.add(m.name()));
      assertThat(told).isEqualTo(all);
      assertThat(choice.rejected())
          .extracting(PlanNode.Rejection::cause)
          .isSubsetOf("precondition", "dead-end", "cost", "later", "open");
    }
  }
}
