package io.aleff.htn.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.htn.HierarchicalPlan;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class HtnSolverTest {

  private static final long GIGABYTE = 1L << 30;

  private static HtnSolver.Settings settings(
      double seconds, long nodes, boolean sideBySide, BooleanSupplier cancelled) {
    return new HtnSolver.Settings(seconds, nodes, 4 * GIGABYTE, 7, sideBySide, false, cancelled);
  }

  private static HierarchicalPlan plan(Stated stated, boolean sideBySide) {
    HtnSolver.Answer answer = stated.solve(settings(120, Long.MAX_VALUE, sideBySide, () -> false));
    assertThat(answer).isInstanceOf(HtnSolver.Answer.Solved.class);
    HierarchicalPlan plan = ((HtnSolver.Answer.Solved) answer).plan();
    assertThat(stated.findings(plan)).isEqualTo("[]");
    return plan;
  }

  @Test
  void solvesTotalOrder() {
    assertThat(plan(Stated.delivery(4, 2, false, true), true).steps())
        .hasSizeGreaterThanOrEqualTo(13);
  }

  @Test
  void solvesPartialOrder() {
    assertThat(plan(Stated.delivery(3, 2, false, false), true).roots()).hasSize(2);
    assertThat(plan(Stated.partlyOrdered(2, 1), true).steps()).hasSize(3);
  }

  @Test
  void oneAfterTheOtherIsDeterministic() {
    Stated stated = Stated.delivery(5, 3, false, true);
    assertThat(plan(stated, false)).isEqualTo(plan(stated, false));
  }

  @Test
  void sideBySideTheFasterThreadDoesNotMatter() {
    for (boolean ordered : new boolean[] {true, false}) {
      Stated stated = Stated.delivery(5, 3, false, ordered);
      HierarchicalPlan first = plan(stated, true);
      for (int i = 0; i < 40; i++) {
        assertThat(plan(stated, true)).isEqualTo(first);
      }
    }
  }

  @Test
  void provesThatThereIsNoPlan() {
    for (boolean ordered : new boolean[] {true, false}) {
      HtnSolver.Answer answer =
          Stated.delivery(6, 2, true, ordered)
              .solve(settings(120, Long.MAX_VALUE, true, () -> false));
      assertThat(answer).isInstanceOf(HtnSolver.Answer.Unsolvable.class);
    }
  }

  @Test
  void keepsToItsNodes() {
    assertThat(Stated.delivery(30, 20, false, true).solve(settings(120, 20, false, () -> false)))
        .isInstanceOfSatisfying(
            HtnSolver.Answer.NotSolved.class, n -> assertThat(n.code()).isEqualTo("nodes"));
  }

  @Test
  void keepsToItsTime() {
    assertThat(
            Stated.delivery(30, 20, false, true)
                .solve(settings(0, Long.MAX_VALUE, true, () -> false)))
        .isInstanceOfSatisfying(
            HtnSolver.Answer.NotSolved.class, n -> assertThat(n.code()).isEqualTo("time"));
  }

  @Test
  void keepsToItsMemory() {
    HtnSolver.Settings little =
        new HtnSolver.Settings(120, Long.MAX_VALUE, 1, 7, true, false, () -> false);
    assertThat(Stated.delivery(30, 30, false, true).solve(little))
        .isInstanceOfSatisfying(
            HtnSolver.Answer.NotSolved.class, n -> assertThat(n.code()).isEqualTo("memory"));
  }

  @Test
  void canBeCancelled() {
    AtomicInteger asked = new AtomicInteger();
    HtnSolver.Answer answer =
        Stated.delivery(60, 60, false, true)
            .solve(settings(120, Long.MAX_VALUE, true, () -> asked.incrementAndGet() > 1));
    assertThat(answer)
        .isInstanceOfSatisfying(
            HtnSolver.Answer.NotSolved.class, n -> assertThat(n.code()).isEqualTo("cancelled"));
  }

  @Test
  void aGroundingThatExplodesEndsInTime() {
    String variables = String.join(" ", Collections.nCopies(1, "?a ?b ?c ?d ?e ?f ?g ?h"));
    Stated stated =
        Stated.of(
            """
            (define (domain wide)
              (:predicates (p ?x) (never))
              (:task t :parameters ())
              (:method m :parameters (%s) :task (t) :ordered-subtasks (and (a %s)))
              (:action a :parameters (%s) :precondition (and (p ?a) (never)) :effect ())
              (:action b :parameters () :precondition () :effect (never)))
            """
                .formatted(variables, variables, variables),
            """
            (define (problem p) (:domain wide)
              (:objects %s) (:htn :parameters () :ordered-subtasks (and (b) (t) (t)))
              (:init (p o1)) (:goal (not (never))))
            """
                .formatted(String.join(" ", objects(60))));
    assertThat(stated.solve(settings(3, Long.MAX_VALUE, true, () -> false)))
        .isInstanceOf(HtnSolver.Answer.NotSolved.class);
  }

  private static List<String> objects(int count) {
    return java.util.stream.IntStream.range(0, count).mapToObj(i -> "o" + i).toList();
  }

  @Test
  void quantifiersAlternativesAndConditionalEffects() {
    Stated stated =
        Stated.of(
            """
            (define (domain lamps)
              (:types lamp)
              (:predicates (on ?l - lamp) (dirty ?l - lamp) (seen ?l - lamp))
              (:task all :parameters ())
              (:method done :parameters () :task (all)
                :precondition (forall (?l - lamp) (and (on ?l) (not (dirty ?l))))
                :ordered-subtasks ())
              (:method more :parameters (?l - lamp) :task (all)
                :precondition (or (not (on ?l)) (dirty ?l))
                :ordered-subtasks (and (wipe ?l) (flip) (all)))
              (:action wipe :parameters (?l - lamp)
                :precondition (exists (?o - lamp) (or (not (on ?o)) (dirty ?o)))
                :effect (and (not (dirty ?l)) (seen ?l)))
              (:action flip :parameters ()
                :precondition ()
                :effect (forall (?l - lamp) (when (and (seen ?l) (not (on ?l))) (on ?l)))))
            """,
            """
            (define (problem p) (:domain lamps)
              (:objects a b c - lamp) (:htn :parameters () :ordered-subtasks (and (all)))
              (:init (dirty a) (on b)) (:goal (and (on a) (on b) (on c))))
            """);
    assertThat(plan(stated, true).steps()).hasSize(4);
    assertThat(plan(stated, false).steps()).hasSize(4);
  }

  @Test
  void aProblemOfAMegabyte() {
    assertThat(plan(Stated.delivery(12_000, 1, false, true), true).steps()).hasSize(12_001);
  }

  /** Two ways to each of three places, of which the one declared first is dear. */
  private static Stated detours(boolean ordered) {
    return Stated.of(
        """
        (define (domain detours)
          (:types place)
          (:predicates (seen ?p - place))
          (:functions (total-cost) - number)
          (:task see :parameters (?p - place))
          (:method far :parameters (?p - place) :task (see ?p)
            :ordered-subtasks (and (dear ?p)))
          (:method near :parameters (?p - place) :task (see ?p)
            :ordered-subtasks (and (cheap ?p) (cheap ?p)))
          (:action dear :parameters (?p - place) :precondition ()
            :effect (and (seen ?p) (increase (total-cost) 9)))
          (:action cheap :parameters (?p - place) :precondition ()
            :effect (and (seen ?p) (increase (total-cost) 2))))
        """,
        """
        (define (problem p) (:domain detours) (:objects a b c - place)
          (:htn :parameters () :%s (and (see a) (see b) (see c)))
          (:init (= (total-cost) 0)) (:metric minimize (total-cost)))
        """
            .formatted(ordered ? "ordered-subtasks" : "subtasks"));
  }

  @Test
  void improvesUntilNoPlanIsCheaper() {
    for (boolean ordered : new boolean[] {true, false}) {
      HtnSolver.Settings settings =
          new HtnSolver.Settings(120, 100_000, 4 * GIGABYTE, 7, false, true, () -> false);
      assertThat(detours(ordered).solve(settings))
          .isInstanceOfSatisfying(
              HtnSolver.Answer.Solved.class,
              solved -> {
                assertThat(solved.optimal()).isTrue();
                assertThat(solved.plan().steps()).hasSize(6);
              });
    }
  }

  @Test
  void childrenAreListedInTheirOrder() {
    Stated stated =
        Stated.of(
            """
            (define (domain turned)
              (:predicates (ready))
              (:task both :parameters ())
              (:method m :parameters () :task (both)
                :subtasks (and (one (use)) (two (make))) :ordering (and (< two one)))
              (:action use :parameters () :precondition (ready) :effect ())
              (:action make :parameters () :precondition () :effect (ready)))
            """,
            """
            (define (problem p) (:domain turned) (:objects)
              (:htn :parameters () :subtasks (and (x (both)) (y (both))) :ordering (and (< y x)))
              (:init))
            """);
    HierarchicalPlan plan = plan(stated, true);
    List<Integer> steps = plan.steps().stream().map(HierarchicalPlan.Step::id).toList();
    List<Integer> children =
        plan.roots().stream()
            .flatMap(
                root ->
                    plan.decompositions().stream().filter(d -> d.id() == root).findFirst().stream())
            .flatMap(d -> d.subtasks().stream())
            .toList();
    assertThat(children).isEqualTo(steps);
  }
}
