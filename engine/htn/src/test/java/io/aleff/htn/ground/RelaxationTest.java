package io.aleff.htn.ground;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.definition.SourceText;
import io.aleff.htn.budget.Limits;
import io.aleff.htn.compiled.Compiler;
import io.aleff.htn.compiled.Forms;
import io.aleff.htn.compiled.Unsupported;
import io.aleff.htn.hddl.Hddl;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RelaxationTest {

  private static final String DOMAIN =
      """
      (define (domain d)
        (:predicates (p) (q) (r) (other))
        (:task t :parameters ())
        (:method m :parameters () :task (t) :ordered-subtasks (and %s))
        (:method blocked :parameters () :task (t) :precondition (other) :ordered-subtasks ())
        (:action makes-p :parameters () :precondition () :effect (p))
        (:action makes-q :parameters () :precondition (p) :effect (and (q) (not (p))))
        (:action needs-q :parameters () :precondition (q) :effect (r)))
      """;

  private static @Nullable GroundProblem ground(String subtasks) throws Unsupported {
    return groundDomain(DOMAIN.formatted(subtasks));
  }

  private static @Nullable GroundProblem groundDomain(String domain) throws Unsupported {
    Hddl.Reading read =
        Hddl.read(
            new SourceText("d.hddl", domain),
            new SourceText(
                "p.hddl",
                "(define (problem p) (:domain d)"
                    + " (:htn :parameters () :ordered-subtasks (and (t))) (:init (r)))"));
    return Grounder.ground(
        Forms.split(
            Compiler.compile(
                Objects.requireNonNull(read.domain()), Objects.requireNonNull(read.problem()))),
        Limits.of(60_000_000_000L, Long.MAX_VALUE, Long.MAX_VALUE, () -> false));
  }

  @Test
  void keepsOnlyWhatASolutionCanUse() throws Unsupported {
    GroundProblem problem = Objects.requireNonNull(ground("(makes-p) (makes-q) (needs-q)"));
    assertThat(problem.actions).isEqualTo(3);
    assertThat(problem.facts).isEqualTo(2);
    assertThat(problem.methodTask).hasSize(2);
  }

  @Test
  void aTaskIsNotHelpedByALaterOne() throws Unsupported {
    assertThat(ground("(needs-q) (makes-p) (makes-q)")).isNull();
  }

  @Test
  void takesTheCheapestWay() throws Unsupported {
    String far =
        """
        (define (domain d)
          (:predicates (p) (q) (r))
          (:task t :parameters ())
          (:method far :parameters () :task (t) :ordered-subtasks (and (a) (b) (c)))
          (:method near :parameters () :task (t) :ordered-subtasks (and (direct) (c)))
          (:action a :parameters () :precondition () :effect (p))
          (:action b :parameters () :precondition (p) :effect (q))
          (:action direct :parameters () :precondition () :effect (q))
          (:action c :parameters () :precondition (q) :effect (r)))
        """;
    for (String domain : List.of(far, far.replace("near", "a-near").replace("far", "z-far"))) {
      GroundProblem problem = Objects.requireNonNull(groundDomain(domain));
      Relaxation relaxation = new Relaxation(problem);
      relaxation.start(new long[1]);
      assertThat(relaxation.ask(problem.top)).isTrue();
      // The initial task, t, direct and c.
      assertThat(relaxation.use(problem.top)).isEqualTo(4);
    }
  }

  @Test
  void countsStepsAndChoicesOfARelaxedSolution() throws Unsupported {
    GroundProblem problem = Objects.requireNonNull(ground("(makes-p) (makes-q) (needs-q)"));
    Relaxation relaxation = new Relaxation(problem);
    for (int round = 0; round < 3; round++) {
      relaxation.start(new long[1]);
      assertThat(relaxation.ask(problem.top)).isTrue();
      assertThat(relaxation.use(problem.top)).isEqualTo(5);
    }
  }
}
