package io.aleff.cli.htn;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.cli.Cli;
import io.aleff.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtnCommandTest {

  static final String DOMAIN =
      """
      (define (domain lights)
        (:types lamp)
        (:predicates (on ?l - lamp))
        (:task brighten :parameters (?l - lamp))
        (:method press :parameters (?l - lamp) :task (brighten ?l)
          :precondition (not (on ?l)) :subtasks (switch ?l))
        (:method leave :parameters (?l - lamp) :task (brighten ?l)
          :precondition (on ?l) :subtasks ())
        (:action switch :parameters (?l - lamp) :precondition () :effect (on ?l)))
      """;
  static final String PROBLEM =
      """
      (define (problem two) (:domain lights) (:objects a b - lamp)
        (:htn :ordered-subtasks (and (brighten a) (brighten b)))
        (:init (on a)))
      """;

  @TempDir Path home;

  @BeforeEach
  void files() throws IOException {
    Files.writeString(home.resolve("d.hddl"), DOMAIN);
    Files.writeString(home.resolve("p.hddl"), PROBLEM);
  }

  private Cli.Outcome htn(String command, String... files) {
    String[] words = new String[files.length + 2];
    words[0] = "htn";
    words[1] = command;
    for (int i = 0; i < files.length; i++) {
      words[i + 2] = files[i].startsWith("-") ? files[i] : home.resolve(files[i]).toString();
    }
    return new Cli(home).run(words);
  }

  @Test
  void plansWhatItChecks() throws IOException {
    Cli.Outcome planned = htn("plan", "d.hddl", "p.hddl", "--out=" + home.resolve("x.plan"));
    assertThat(planned.exit()).isZero();
    assertThat(Files.readString(home.resolve("x.plan"))).contains("switch b").startsWith("==>");

    assertThat(htn("check", "d.hddl", "p.hddl", "x.plan").exit()).isZero();

    String wrong = Files.readString(home.resolve("x.plan")).replace("switch b", "switch a");
    Files.writeString(home.resolve("x.plan"), wrong);
    Cli.Outcome rejected = htn("check", "d.hddl", "p.hddl", "x.plan");
    assertThat(rejected.exit()).isEqualTo(ExitCode.FAILURE);
    assertThat(rejected.out()).contains("hierarchy at ", "rejected");
    assertThat(htn("check", "d.hddl", "p.hddl", "x.plan", "--json").out())
        .contains("\"accepted\" : false", "\"code\" : \"hierarchy\"");
  }

  @Test
  void tellsUnsolvableApart() throws IOException {
    String impossible = PROBLEM.replace("(:init (on a))", "(:init) (:goal (not (on a)))");
    Files.writeString(home.resolve("q.hddl"), impossible);
    Cli.Outcome outcome = htn("plan", "d.hddl", "q.hddl", "--json");
    assertThat(outcome.exit()).isEqualTo(ExitCode.FAILURE);
    assertThat(outcome.out()).contains("\"outcome\":\"unsolvable\"");
  }

  @Test
  void saysWhatIsWrongWithAFile() throws IOException {
    Files.writeString(home.resolve("d.hddl"), DOMAIN.replace("(switch ?l)", "(swich ?l)"));
    Cli.Outcome outcome = htn("plan", "d.hddl", "p.hddl");
    assertThat(outcome.exit()).isEqualTo(ExitCode.DIAGNOSTICS);
    assertThat(outcome.err()).contains("error[HDDL-010]", "Maybe \"switch\"?");
    assertThat(htn("plan", "nothing.hddl", "p.hddl").exit()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void convertsThereAndBack() throws IOException {
    assertThat(htn("convert", "d.hddl", "--out=" + home.resolve("d.yaml")).exit()).isZero();
    assertThat(htn("convert", "d.yaml", "--out=" + home.resolve("e.hddl")).exit()).isZero();
    assertThat(htn("plan", "e.hddl", "p.hddl").out()).contains("switch b");
  }

  @Test
  void lints() throws IOException {
    assertThat(htn("lint", "d.hddl", "p.hddl").out()).contains("0 errors, 0 warnings");
    Files.writeString(
        home.resolve("d.hddl"),
        DOMAIN.replace("(:predicates", "(:task never :parameters ()) (:predicates"));
    Cli.Outcome outcome = htn("lint", "d.hddl", "p.hddl");
    assertThat(outcome.err()).contains("HTN-040", "HTN-041");
    assertThat(htn("lint", "d.hddl", "p.hddl", "--json").out())
        .contains("\"errors\" : ", "\"code\" : \"HTN-040\"");
  }

  @Test
  void measuresAFolder() throws IOException {
    Path folder = Files.createDirectories(home.resolve("suite/to/Lights"));
    Files.writeString(folder.resolve("d.hddl"), DOMAIN);
    Files.writeString(folder.resolve("p.hddl"), PROBLEM);
    Files.writeString(
        home.resolve("suite/manifest.csv"),
        "track,domain,instance,domain_file\nto,Lights,p.hddl,d.hddl\n");
    Cli.Outcome outcome = htn("bench", "suite", "--time=60", "--out=" + home.resolve("rows.csv"));
    assertThat(outcome.out()).contains("to/Lights").contains("1 of   1");
    assertThat(Files.readString(home.resolve("rows.csv")))
        .startsWith("track,domain,problem,solved,seconds,cost,peak MB\nto,Lights,p.hddl,yes,");
  }

  @Test
  void explainsWhyAMethodWasTaken() {
    Cli.Outcome outcome = htn("explain", "d.hddl", "p.hddl");
    assertThat(outcome.exit()).isZero();
    assertThat(outcome.out())
        .contains(
            """
            brighten(a) → leave
              because on(a) holds
              not press (precondition): on(a) holds
            """)
        .contains("brighten(b) → press\n│ because on(b) does not hold\n");
    assertThat(htn("explain", "d.hddl", "p.hddl", "--json").out())
        .contains("\"rejected\":[{\"method\":\"press\",\"cause\":\"precondition\"");
  }

  @Test
  void explainsOnlyPlansThatAreOnes() throws IOException {
    htn("plan", "d.hddl", "p.hddl", "--out=" + home.resolve("x.plan"));
    assertThat(htn("explain", "d.hddl", "p.hddl", "x.plan").exit()).isZero();
    String wrong = Files.readString(home.resolve("x.plan")).replace("press", "leave");
    Files.writeString(home.resolve("x.plan"), wrong);
    Cli.Outcome outcome = htn("explain", "d.hddl", "p.hddl", "x.plan");
    assertThat(outcome.exit()).isEqualTo(ExitCode.FAILURE);
    assertThat(outcome.err()).contains("hierarchy at ");
  }

  @Test
  void printsTreesAndCharts() {
    assertThat(htn("plan", "d.hddl", "p.hddl", "--format=tree").out())
        .contains("brighten(a) → leave\nbrighten(b) → press\n└─ switch(b)\n");
    assertThat(htn("plan", "d.hddl", "p.hddl", "--format=gantt").out())
        .contains(" switch(b)  0 – 1  █", "* critical path, 1: ", "each counts as one");
    assertThat(htn("plan", "d.hddl", "p.hddl", "--format=json").out())
        .contains("\"criticalPath\":[\"", "\"method\":\"leave\"");
    assertThat(htn("plan", "d.hddl", "p.hddl", "--format=bmp").exit()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void plansTaskNetworksInYaml() throws IOException {
    Files.writeString(
        home.resolve("d.yaml"),
        """
        apiVersion: aleff/v1
        kind: TaskNetwork
        name: heat
        predicates: {warm: []}
        functions: {wood: []}
        tasks:
          warm-up:
            achieves: [warm()]
            phrases: {en: ["make it warm"]}
            methods:
              - {name: oven, precondition: [wood() > 2], cost: 1, subtasks: {burn: {task: burn}}}
              - {name: heater, cost: 9, subtasks: {switch: {task: switch}}}
        actions:
          burn: {effect: [warm(), wood() -= 3], cost: 2, duration: PT1H}
          switch: {effect: [warm()], duration: PT5M}
        """);
    String problem =
        """
        apiVersion: aleff/v1
        kind: PlanningProblem
        name: cold
        state: {numbers: {wood(): 3}}
        goal: make it warm
        """;
    Files.writeString(home.resolve("p.yaml"), problem);
    assertThat(htn("plan", "d.yaml", "p.yaml").out()).contains("0 burn\nroot 1\n1 warm-up -> oven");
    assertThat(htn("plan", "d.yaml", "p.yaml", "--format=gantt").out()).contains("0 s – 60 min");
    assertThat(htn("explain", "d.yaml", "p.yaml").out())
        .contains("not heater (cost): its plan costs 9, the chosen plan costs 3");

    Files.writeString(home.resolve("p.yaml"), problem.replace("wood(): 3", "wod(): 3"));
    Cli.Outcome slip = htn("plan", "d.yaml", "p.yaml");
    assertThat(slip.exit()).isEqualTo(ExitCode.DIAGNOSTICS);
    assertThat(slip.err()).contains("p.yaml:4:", "Maybe \"wood\"?");
  }

  @Test
  void convertsProblemsThereAndBack() throws IOException {
    htn("convert", "d.hddl", "--out=" + home.resolve("d.yaml"));
    assertThat(htn("convert", "d.hddl", "p.hddl", "--out=" + home.resolve("p.yaml")).exit())
        .isZero();
    assertThat(htn("plan", "d.yaml", "p.yaml").out()).contains("switch b");
    assertThat(htn("convert", "d.yaml", "p.yaml", "--out=" + home.resolve("q.hddl")).exit())
        .isZero();
    assertThat(htn("plan", "d.hddl", "q.hddl").out()).contains("switch b");
    assertThat(htn("plan", "d.yaml", "p.hddl").exit()).isEqualTo(ExitCode.USAGE);
  }
}
