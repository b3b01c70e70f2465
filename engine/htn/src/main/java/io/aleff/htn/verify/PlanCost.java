package io.aleff.htn.verify;

import io.aleff.htn.Action;
import io.aleff.htn.Domain;
import io.aleff.htn.HierarchicalPlan;
import io.aleff.htn.HtnProblem;
import java.math.BigDecimal;
import java.util.Map;

/** What a plan costs. */
public final class PlanCost {

  private PlanCost() {}

  /** The sum over its steps, each in the state in which it runs; unknown actions cost nothing. */
  public static BigDecimal of(Domain domain, HtnProblem problem, HierarchicalPlan plan) {
    History history = new History(new World(domain, problem.state()), problem.state());
    BigDecimal sum = BigDecimal.ZERO;
    for (HierarchicalPlan.Step step : plan.steps()) {
      Action action = domain.actions().get(step.action());
      if (action != null && action.parameters().size() == step.arguments().size()) {
        Map<String, String> binding =
            HierarchicalPlanChecker.binding(action.parameters(), step.arguments());
        BigDecimal cost = history.number(action.cost(), binding, history.length());
        sum = cost == null ? sum : sum.add(cost);
        history.apply(action.effects(), binding);
      }
    }
    return sum;
  }
}
