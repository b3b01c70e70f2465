package io.aleff.htn.explain;

import io.aleff.htn.Domain;
import io.aleff.htn.HierarchicalPlan;
import io.aleff.htn.HtnProblem;
import io.aleff.htn.Method;
import io.aleff.htn.PlanNode;
import io.aleff.htn.Situation;
import io.aleff.htn.Task;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Says for each decomposition of a plan why the other methods of its task were not taken. A method
 * whose precondition held is tried: the rest of the plan is planned again with it in place of the
 * chosen one, after the same past.
 */
public final class Explainer implements PlanAccounts.Judge {

  private final Domain domain;
  private final HtnProblem problem;
  private final Frontier frontier;
  private final BigDecimal total;
  private final Duration each;
  private final long end;

  private Explainer(
      Domain domain, HtnProblem problem, Course course, BigDecimal total, Duration time) {
    this.domain = domain;
    this.problem = problem;
    this.frontier = new Frontier(course);
    this.total = total;
    this.each = time.dividedBy(10);
    this.end = System.nanoTime() + time.toNanos();
  }

  /**
   * The account of a plan with its rejected methods.
   *
   * @param time for trying rejected methods, at most a tenth for each; what is not tried is told
   * @throws IllegalArgumentException when the checker rejects the plan
   */
  public static PlanAccount explain(
      Domain domain, HtnProblem problem, HierarchicalPlan plan, Duration time) {
    Course course = new Course(domain, problem, plan);
    BigDecimal total = PlanAccounts.of(domain, problem, plan).cost();
    Explainer explainer = new Explainer(domain, problem, course, total, time);
    return PlanAccounts.of(course, domain, problem, explainer);
  }

  @Override
  public void passed(Course.Event event, Map<String, String> binding) {
    frontier.passed(event, binding);
  }

  @Override
  public List<PlanNode.Rejection> rejected(
      Course.Choose event, Map<String, String> arguments, Situation situation, BigDecimal spent) {
    Task task = Objects.requireNonNull(event.task());
    List<PlanNode.Rejection> rejected = new ArrayList<>();
    for (Method method : task.methods()) {
      if (!method.equals(event.taken().method())) {
        rejected.add(rejected(event, task, method, arguments, situation, spent));
      }
    }
    return rejected;
  }

  private PlanNode.Rejection rejected(
      Course.Choose event,
      Task task,
      Method method,
      Map<String, String> arguments,
      Situation situation,
      BigDecimal spent) {
    if (!situation.applies(method.precondition(), method.variables(), arguments)) {
      String why = situation.failing(method.precondition(), method.variables(), arguments);
      return new PlanNode.Rejection(method.name(), "precondition", why);
    }
    long left = end - System.nanoTime();
    if (left <= 0) {
      return new PlanNode.Rejection(method.name(), "open", "applies; there was no time to try it");
    }
    Alternative alternative = new Alternative(domain, problem, task, method);
    Alternative.Outcome outcome =
        alternative.outcome(
            frontier.network(event.taken().id(), Alternative.NAME),
            situation.now(),
            each.toNanos() < left ? each : Duration.ofNanos(left));
    return switch (outcome) {
      case Alternative.Outcome.DeadEnd(String why) ->
          new PlanNode.Rejection(method.name(), "dead-end", why);
      case Alternative.Outcome.Open ignored ->
          new PlanNode.Rejection(
              method.name(), "open", "applies; what it leads to was not found out in time");
      case Alternative.Outcome.Leads(BigDecimal cost) -> compared(method, spent.add(cost));
    };
  }

  private PlanNode.Rejection compared(Method method, BigDecimal cost) {
    String own = cost.stripTrailingZeros().toPlainString();
    String chosen = total.stripTrailingZeros().toPlainString();
    return cost.compareTo(total) < 0
        ? new PlanNode.Rejection(
            method.name(),
            "later",
            "leads to a plan that costs " + own + ", this one costs " + chosen)
        : new PlanNode.Rejection(
            method.name(), "cost", "its plan costs " + own + ", the chosen plan costs " + chosen);
  }
}
