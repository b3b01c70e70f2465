package io.aleff.htn;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.definition.SourceText;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PlanningProblemsTest {

  private final Domain domain =
      Given.domain(
          """
          types: {part: object, wall: part}
          predicates: {placed: [part], next-to: [part, part]}
          functions: {weight: [part]}
          tasks:
            build:
              parameters: {what: part}
              achieves: [placed(what)]
              phrases: {en: ["build {what}"]}
              methods: [{name: only, subtasks: {p: {task: place, with: {what: what}}}}]
          actions:
            place: {parameters: {what: part}, effect: [placed(what)]}
          """);

  private PlanningProblems.Reading read(String body) {
    String text = "apiVersion: aleff/v1\nkind: PlanningProblem\nname: p\n" + body;
    return PlanningProblems.read(domain, new SourceText("p.yaml", text));
  }

  private HtnProblem problem(String body) {
    PlanningProblems.Reading reading = read(body);
    return Objects.requireNonNull(reading.problem(), reading.diagnostics().toString());
  }

  private List<String> findings(String body) {
    PlanningProblems.Reading reading = read(body);
    assertThat(reading.problem()).isNull();
    return reading.diagnostics().stream()
        .map(d -> d.code() + " " + d.location() + " " + d.message() + " " + d.hint())
        .toList();
  }

  @Test
  void aGoalInWordsIsATaskThatMustAchieveSomething() {
    HtnProblem problem = problem("state: {numbers: {weight(roof): 3}}\ngoal: build the-wall\n");
    assertThat(problem.state().objects()).containsOnlyKeys("roof", "the-wall");
    assertThat(problem.network().subtasks()).extracting(Subtask::task).containsExactly("build");
    assertThat(problem.goal()).hasToString("placed(the-wall)");
  }

  @Test
  void aNetworkIsWrittenAsInAMethod() {
    HtnProblem problem =
        problem(
            """
            state: {objects: {a: wall, b: wall}, facts: ["next-to(a, b)"]}
            network:
              variables: {x: wall}
              precondition: ["next-to(x, b)"]
              subtasks:
                one: {task: build, with: {what: x}}
                two: {task: build, with: {what: b}, after: [one]}
            achieves: [placed(a)]
            """);
    assertThat(problem.network().variables()).containsExactly(new Parameter("x", "wall"));
    assertThat(problem.network().subtasks().get(1).after()).containsExactly("one");
    ProgressionSolver.Attempt attempt =
        ProgressionSolver.solve(domain, problem, java.time.Duration.ofSeconds(10));
    assertThat(Objects.requireNonNull(attempt.plan()).steps())
        .extracting(HierarchicalPlan.Step::toString)
        .containsExactly("place(a)", "place(b)");
  }

  @Test
  void slipsAreFoundAtTheirPlace() {
    assertThat(findings("goal: {task: biuld, with: {what: a}}\n"))
        .containsExactly("HTN-018 p.yaml:4:7 There is no task \"biuld\". Maybe \"build\"?");
    assertThat(findings("goal: {task: build, with: {wat: a}}\n"))
        .containsExactly(
            "HTN-019 p.yaml:4:7 There is no parameter \"wat\". Maybe \"what\"?",
            "HTN-015 p.yaml:4:7 The parameter \"what\" has no value. null");
    assertThat(findings("state: {objects: {roof: part}, facts: [placed(rof)]}\ngoal: build roof\n"))
        .containsExactly("HTN-012 p.yaml:4:8 There is no object \"rof\". Maybe \"roof\"?");
    assertThat(findings("state: {facts: [placd(roof)]}\ngoal: build roof\n"))
        .containsExactly("HTN-010 p.yaml:4:17 There is no predicate \"placd\". Maybe \"placed\"?");
    assertThat(findings("goal: demolish roof\n"))
        .containsExactly("HTN-060 p.yaml:4:7 No phrase fits \"demolish roof\". null");
    assertThat(findings("state: {}\n"))
        .containsExactly("HTN-060 p.yaml:1:1 The problem needs one thing to do. null");
  }

  @Test
  void ordersThatAreCirclesAreFound() {
    String circle =
        """
        state: {objects: {a: wall}}
        network:
          subtasks:
            one: {task: build, with: {what: a}, after: [two]}
            two: {task: build, with: {what: a}, after: [one]}
        """;
    assertThat(findings(circle))
        .containsExactly("HTN-023 p.yaml:6:3 The subtasks wait for each other: one, two. null");
  }
}
