package io.aleff.htn.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.definition.SourceText;
import io.aleff.htn.Domain;
import io.aleff.htn.Finding;
import io.aleff.htn.HierarchicalPlan;
import io.aleff.htn.HtnProblem;
import io.aleff.htn.hddl.Hddl;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class HierarchicalPlanCheckerTest {

  private static final String DOMAIN =
      """
      (define (domain robot)
        (:types room)
        (:predicates (at ?r - room) (lit ?r - room) (clean ?r - room) (door ?a ?b - room))
        (:task tidy :parameters (?r - room))
        (:task go :parameters (?to - room))
        (:method in-the-light :parameters (?r - room) :task (tidy ?r)
          :precondition (not (clean ?r))
          :ordered-subtasks (and (go ?r) (light ?r) (sweep ?r)))
        (:method is-clean :parameters (?r - room) :task (tidy ?r)
          :precondition (clean ?r) :subtasks ())
        (:method here :parameters (?to - room) :task (go ?to)
          :precondition (at ?to) :subtasks ())
        (:method through :parameters (?from ?to - room) :task (go ?to)
          :precondition (and (at ?from) (door ?from ?to)) :subtasks (walk ?from ?to))
        (:action walk :parameters (?a ?b - room) :precondition (and (at ?a) (door ?a ?b))
          :effect (and (not (at ?a)) (at ?b)))
        (:action light :parameters (?r - room) :precondition (at ?r) :effect (lit ?r))
        (:action sweep :parameters (?r - room) :precondition (and (at ?r) (lit ?r))
          :effect (clean ?r)))
      """;
  private static final String PROBLEM =
      """
      (define (problem two) (:domain robot) (:objects a b - room)
        (:htn :ordered-subtasks (and (tidy a) (tidy b)))
        (:init (at a) (clean a) (door a b))
        (:goal (and (clean a) (clean b))))
      """;
  private static final String PLAN =
      """
      ==>
      0 walk a b
      1 light b
      2 sweep b
      root 3 4
      3 tidy a -> is-clean
      4 tidy b -> in-the-light 5 1 2
      5 go b -> through 0
      <==
      """;

  private final Domain domain;
  private final HtnProblem problem;

  HierarchicalPlanCheckerTest() {
    Hddl.Reading read =
        Hddl.read(new SourceText("d.hddl", DOMAIN), new SourceText("p.hddl", PROBLEM));
    assertThat(read.diagnostics()).isEmpty();
    domain = Objects.requireNonNull(read.domain());
    problem = Objects.requireNonNull(read.problem());
  }

  private List<String> check(String text) {
    PlanText.Reading reading = PlanText.read(new SourceText("plan", text));
    HierarchicalPlan plan = Objects.requireNonNull(reading.plan(), reading.diagnostics()::toString);
    return HierarchicalPlanChecker.check(domain, problem, plan).stream()
        .map(Finding::toString)
        .toList();
  }

  @Test
  void acceptsAPlanAndItsPrint() {
    assertThat(check(PLAN)).isEmpty();
    HierarchicalPlan plan =
        Objects.requireNonNull(PlanText.read(new SourceText("plan", "log\n" + PLAN)).plan());
    assertThat(PlanText.print(plan)).isEqualTo(PLAN);
  }

  @Test
  void acceptsChildrenInAnyOrder() {
    assertThat(check(PLAN.replace("in-the-light 5 1 2", "in-the-light 2 5 1"))).isEmpty();
  }

  @Test
  void saysAtWhichStepItBreaks() {
    assertThat(check(PLAN.replace("0 walk a b", "0 walk b a")))
        .containsExactly(
            "precondition at 0: walk(b, a): at(b) does not hold",
            "precondition at 0: walk(b, a): door(b, a) does not hold",
            "hierarchy at 5: the subtasks are not those of the method through");
    assertThat(check(PLAN.replace("-> is-clean", "-> in-the-light")))
        .containsExactly("hierarchy at 3: the subtasks are not those of the method in-the-light");
    assertThat(check(PLAN.replace("5 go b -> through 0", "5 go b -> here 0"))).hasSize(1);
  }

  @Test
  void seesAMethodPreconditionThatDoesNotHold() {
    String early =
        PLAN.replace("root 3 4", "root 3 4 6").replace("<==", "6 tidy b -> is-clean\n<==");
    assertThat(check(early))
        .containsExactly("hierarchy at root: the subtasks are not those of the method initial");
    String wrong =
        """
        ==>
        0 walk a b
        1 light b
        2 sweep b
        root 3 4
        3 tidy a -> is-clean
        4 tidy b -> in-the-light 5 1 2
        5 go b -> here 0
        <==
        """;
    assertThat(check(wrong)).hasSize(1);
  }

  @Test
  void seesAWrongOrderAndAMissedGoal() {
    String swapped = PLAN.replace("1 light b\n2 sweep b", "2 sweep b\n1 light b");
    assertThat(check(swapped))
        .containsExactly(
            "precondition at 2: sweep(b): lit(b) does not hold",
            "order at 4: s3 begins before what must precede it has ended");
    assertThat(check("==>\nroot 0 1\n0 tidy a -> is-clean\n1 tidy b -> is-clean\n<==\n"))
        .containsExactly(
            "goal at end: the goal does not hold: (clean(a) and clean(b))",
            "precondition at 1: the precondition of is-clean does not hold: clean(b)");
  }

  @Test
  void everySingleFaultIsRejected() {
    for (String[] fault :
        new String[][] {
          {"1 light b\n", ""},
          {"1 light b\n", "1 light b\n1 light b\n"},
          {"1 light b\n", "1 light b\n9 light b\n"},
          {"1 light b", "1 light c"},
          {"1 light b", "1 light"},
          {"1 light b", "1 lihgt b"},
          {"root 3 4", "root 3"},
          {"root 3 4", "root 3 4 5"},
          {"root 3 4", "root 4 3 3"},
          {"root 3 4", "root 3 4 77"},
          {"5 1 2", "5 1"},
          {"5 1 2", "5 1 2 2"},
          {"5 1 2", "5 1 1"},
          {"-> through", "-> throuhg"},
          {"5 go b", "5 go a"},
          {"4 tidy b", "4 tidy a"},
          {"3 tidy a", "3 tidy z"},
          {
            "4 tidy b -> in-the-light 5 1 2\n5 go b -> through 0",
            "4 tidy b -> in-the-light 5 1 2\n5 go b -> through 4"
          },
        }) {
      assertThat(PLAN).contains(fault[0]);
      assertThat(check(PLAN.replace(fault[0], fault[1]))).as(fault[1]).isNotEmpty();
    }
  }

  @Test
  void saysWhatIsWrongWithAFileThatIsNoPlan() {
    assertThat(PlanText.read(new SourceText("plan", "nothing")).diagnostics()).hasSize(1);
    assertThat(PlanText.read(new SourceText("plan", "==>\n0 a\nroot x\n")).diagnostics())
        .extracting(d -> d.code() + " " + d.location().line())
        .containsExactlyInAnyOrder("PLAN-001 3", "PLAN-003 3");
    assertThat(PlanText.read(new SourceText("plan", "==>\n0 ->\nroot\n<==")).diagnostics())
        .hasSize(1);
  }
}
