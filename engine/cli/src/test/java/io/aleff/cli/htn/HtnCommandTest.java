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

  private static final String DOMAIN =
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
  private static final String PROBLEM =
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
}
