package io.aleff.qa.bench;

import io.aleff.definition.SourceText;
import io.aleff.htn.Domain;
import io.aleff.htn.HtnProblem;
import io.aleff.htn.hddl.Hddl;
import io.aleff.htn.search.HtnSolver;
import java.util.Arrays;
import java.util.Objects;

/** How long a warm call of the planner takes for a task network of 50 methods. */
final class PlanningBench {

  private static final int TASKS = 25;
  private static final int WARM = 3_000;
  private static final int MEASURED = 500;

  private PlanningBench() {}

  static void run() {
    Hddl.Reading read =
        Hddl.read(new SourceText("domain.hddl", domain()), new SourceText("p.hddl", problem()));
    Domain domain = Objects.requireNonNull(read.domain());
    HtnProblem problem = Objects.requireNonNull(read.problem());
    for (int i = 0; i < WARM; i++) {
      millis(domain, problem);
    }
    double[] times = new double[MEASURED];
    for (int i = 0; i < MEASURED; i++) {
      times[i] = millis(domain, problem);
    }
    Arrays.sort(times);
    System.out.printf(
        "| warm plan, %d methods | median %.2f ms | p95 %.2f ms |%n",
        2 * TASKS, times[MEASURED / 2], times[MEASURED * 95 / 100]);
  }

  private static double millis(Domain domain, HtnProblem problem) {
    long start = System.nanoTime();
    HtnSolver.Answer answer = HtnSolver.solve(domain, problem, HtnSolver.Settings.within(10));
    if (!(answer instanceof HtnSolver.Answer.Solved)) {
      throw new IllegalStateException("not solved: " + answer);
    }
    return (System.nanoTime() - start) / 1e6;
  }

  /** Each task is an action that is possible only for some things, and the next task. */
  private static String domain() {
    StringBuilder text =
        new StringBuilder("(define (domain d) (:types thing) (:predicates (at ?x - thing)");
    for (int t = 0; t <= TASKS; t++) {
      text.append(" (ready%d ?x - thing)".formatted(t));
    }
    text.append(")\n");
    for (int t = 0; t < TASKS; t++) {
      String next = t == TASKS - 1 ? "" : "(task%d ?y)".formatted(t + 1);
      text.append("(:task task%d :parameters (?x - thing))\n".formatted(t));
      text.append(
          """
          (:method one%1$d :parameters (?x ?y - thing) :task (task%1$d ?x)
            :precondition (and (ready%1$d ?x) (not (at ?x)))
            :ordered-subtasks (and (do%1$d ?x ?y) %2$s))
          (:method two%1$d :parameters (?x ?y - thing) :task (task%1$d ?x)
            :precondition (and (ready%1$d ?x) (at ?y))
            :ordered-subtasks (and (do%1$d ?x ?y) %2$s))
          (:action do%1$d :parameters (?x ?y - thing) :precondition (ready%1$d ?x)
            :effect (and (at ?y) (not (at ?x)) (ready%3$d ?y)))
          """
              .formatted(t, next, t + 1));
    }
    return text.append(")").toString();
  }

  private static String problem() {
    return """
        (define (problem p) (:domain d) (:objects a b c d e - thing)
          (:htn :ordered-subtasks (and (task0 a)))
          (:init (ready0 a) (at b)) (:goal (ready%d c)))
        """
        .formatted(TASKS);
  }
}
