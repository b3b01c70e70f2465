package io.aleff.htn.search;

import io.aleff.definition.SourceText;
import io.aleff.htn.Domain;
import io.aleff.htn.HierarchicalPlan;
import io.aleff.htn.HtnProblem;
import io.aleff.htn.hddl.Hddl;
import io.aleff.htn.verify.HierarchicalPlanChecker;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Small problems for the searches. */
record Stated(Domain domain, HtnProblem problem) {

  static Stated of(String domain, String problem) {
    Hddl.Reading read =
        Hddl.read(new SourceText("domain.hddl", domain), new SourceText("problem.hddl", problem));
    if (read.problem() == null) {
      throw new IllegalArgumentException(read.diagnostics().toString());
    }
    return new Stated(
        Objects.requireNonNull(read.domain()), Objects.requireNonNull(read.problem()));
  }

  HtnSolver.Answer solve(HtnSolver.Settings settings) {
    return HtnSolver.solve(domain, problem, settings);
  }

  /** The findings of the independent checker. */
  String findings(HierarchicalPlan plan) {
    return HierarchicalPlanChecker.check(domain, problem, plan).toString();
  }

  private static final String DELIVERY =
      """
      (define (domain delivery)
        (:types place thing)
        (:predicates (at ?t - thing ?p - place) (here ?p - place) (road ?a ?b - place)
                     (carried ?t - thing))
        (:task bring :parameters (?t - thing ?p - place))
        (:task go :parameters (?p - place))
        (:method stays :parameters (?p - place) :task (go ?p)
          :precondition (here ?p) :ordered-subtasks ())
        (:method moves :parameters (?a ?b ?p - place) :task (go ?p)
          :precondition (and (here ?a) (road ?a ?b) (not (here ?p)))
          :ordered-subtasks (and (drive ?a ?b) (go ?p)))
        (:method fetches :parameters (?t - thing ?from ?p - place) :task (bring ?t ?p)
          :precondition (at ?t ?from)
          :ordered-subtasks (and (go ?from) (load ?t ?from) (go ?p) (unload ?t ?p)))
        (:action drive :parameters (?a ?b - place)
          :precondition (and (here ?a) (road ?a ?b)) :effect (and (not (here ?a)) (here ?b)))
        (:action load :parameters (?t - thing ?p - place)
          :precondition (and (here ?p) (at ?t ?p))
          :effect (and (not (at ?t ?p)) (carried ?t)))
        (:action unload :parameters (?t - thing ?p - place)
          :precondition (and (here ?p) (carried ?t))
          :effect (and (at ?t ?p) (not (carried ?t)))))
      """;

  /** Brings {@code things} from one end of a road to the other; with a gap there is no way. */
  static Stated delivery(int places, int things, boolean gap, boolean ordered) {
    String roads =
        IntStream.range(1, places)
            .filter(i -> !gap || i != places / 2)
            .mapToObj(i -> "(road p%d p%d) (road p%d p%d)".formatted(i - 1, i, i, i - 1))
            .collect(Collectors.joining(" "));
    String tasks =
        IntStream.range(0, things)
            .mapToObj(i -> "(bring t%d p%d)".formatted(i, places - 1))
            .collect(Collectors.joining(" "));
    return of(DELIVERY, problem(places, things, roads, tasks, ordered));
  }

  static Stated partlyOrdered(int places, int things) {
    Stated whole = delivery(places, things, false, false);
    String domain =
        DELIVERY.replace(
            ":ordered-subtasks (and (go ?from) (load ?t ?from) (go ?p) (unload ?t ?p))",
            """
            :subtasks (and (u (unload ?t ?p)) (l (load ?t ?from)) (a (go ?from)) (b (go ?p)))
            :ordering (and (< a l) (< l u) (< b u))\
            """);
    String roads = "(road p0 p1) (road p1 p0)";
    String tasks = "(bring t0 p1)";
    return things == 1 ? of(domain, problem(2, 1, roads, tasks, false)) : whole;
  }

  private static String problem(
      int places, int things, String roads, String tasks, boolean ordered) {
    return """
    (define (problem p) (:domain delivery)
      (:objects %s - place %s - thing)
      (:htn :parameters () :%s (and %s))
      (:init (here p0) %s %s))
    """
        .formatted(
            names("p", places),
            names("t", things),
            ordered ? "ordered-subtasks" : "subtasks",
            tasks,
            roads,
            IntStream.range(0, things)
                .mapToObj(i -> "(at t" + i + " p0)")
                .collect(Collectors.joining(" ")));
  }

  private static String names(String letter, int count) {
    return IntStream.range(0, count).mapToObj(i -> letter + i).collect(Collectors.joining(" "));
  }
}
