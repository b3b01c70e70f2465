package io.aleff.htn.explain;

import io.aleff.htn.Domain;
import io.aleff.htn.Expression;
import io.aleff.htn.Formula;
import io.aleff.htn.HierarchicalPlan;
import io.aleff.htn.HtnProblem;
import io.aleff.htn.Method;
import io.aleff.htn.PlanNode;
import io.aleff.htn.Planning;
import io.aleff.htn.ProgressionSolver;
import io.aleff.htn.Subtask;
import io.aleff.htn.Task;
import io.aleff.htn.WorldState;
import io.aleff.htn.search.HtnSolver;
import io.aleff.htn.verify.HierarchicalPlanChecker;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What becomes of the rest of a plan when a task takes another method. */
final class Alternative {

  /** The task that has only the method in question; no domain can have one of this name. */
  static final String NAME = "instead of it";

  /** What came of it. */
  sealed interface Outcome {

    /** The best plan that was found for the rest costs this much. */
    record Leads(BigDecimal cost) implements Outcome {}

    /** There is no plan. */
    record DeadEnd(String why) implements Outcome {}

    /** The limits came first. */
    record Open() implements Outcome {}
  }

  private final HtnProblem problem;
  private final Method method;
  private final Domain domain;

  Alternative(Domain domain, HtnProblem problem, Task task, Method method) {
    this.problem = problem;
    this.method = method;
    Map<String, Task> tasks = new LinkedHashMap<>(domain.tasks());
    tasks.put(
        NAME,
        new Task(
            NAME, null, task.parameters(), List.of(), Map.of(), List.of(method), task.location()));
    this.domain =
        new Domain(
            domain.name(),
            domain.types(),
            domain.constants(),
            domain.predicates(),
            domain.functions(),
            tasks,
            domain.actions());
  }

  /**
   * @param open all that is still to be done
   */
  Outcome outcome(List<Subtask> open, WorldState now, Duration time) {
    Method network =
        new Method("rest", List.of(), Formula.TRUE, Expression.ZERO, null, open, method.location());
    HtnProblem rest = new HtnProblem(problem.name(), now, network, problem.goal());
    ProgressionSolver.Attempt attempt = ProgressionSolver.solve(domain, rest, time.dividedBy(2));
    HierarchicalPlan plan = attempt.plan();
    if (plan == null && !attempt.isProof()) {
      HtnSolver.Settings settings = HtnSolver.Settings.within(time.toNanos() / 2e9);
      switch (HtnSolver.solve(domain, rest, settings)) {
        case HtnSolver.Answer.Solved solved -> plan = solved.plan();
        case HtnSolver.Answer.Unsolvable ignored -> {
          return new Outcome.DeadEnd("no plan goes on from it");
        }
        case HtnSolver.Answer.NotSolved ignored -> {
          return new Outcome.Open();
        }
        case HtnSolver.Answer.Refused ignored -> {
          return new Outcome.Open();
        }
      }
    }
    if (plan == null) {
      return new Outcome.DeadEnd(why(attempt));
    }
    return HierarchicalPlanChecker.check(domain, rest, plan).isEmpty()
        ? new Outcome.Leads(PlanAccounts.of(domain, rest, plan).cost())
        : new Outcome.Open();
  }

  private String why(ProgressionSolver.Attempt attempt) {
    Planning.Refused refusal = attempt.refusal();
    List<PlanNode.Rejection> tried = refusal == null ? List.of() : refusal.tried();
    String found =
        tried.stream()
            .filter(t -> t.method().equals(NAME + "/" + method.name()))
            .map(PlanNode.Rejection::detail)
            .reduce("no plan goes on from it", (first, last) -> last);
    return ProgressionSolver.inWords(found);
  }
}
