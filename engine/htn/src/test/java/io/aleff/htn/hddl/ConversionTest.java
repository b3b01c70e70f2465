package io.aleff.htn.hddl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.aleff.definition.SourceText;
import io.aleff.htn.Domain;
import io.aleff.htn.HtnProblem;
import io.aleff.htn.NetworkPrinter;
import io.aleff.htn.PlanRequest;
import io.aleff.htn.PlanningProblems;
import io.aleff.htn.RandomDomain;
import io.aleff.htn.TaskNetworks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

class ConversionTest {

  private static final Path RESOURCES = Path.of("src/test/resources");

  private static SourceText text(String name) throws IOException {
    return new SourceText(name, Files.readString(RESOURCES.resolve(name)));
  }

  private static Domain yaml(String text) {
    TaskNetworks.Reading reading = TaskNetworks.read(List.of(new SourceText("x.yaml", text)));
    assertThat(reading.domain()).as("%s\n%s", reading.diagnostics(), text).isNotNull();
    return Objects.requireNonNull(reading.domain());
  }

  @Test
  void hddlBecomesYamlAndComesBackTheSame() throws IOException {
    Domain domain =
        Objects.requireNonNull(Hddl.readDomain(text("hddl/everything-domain.hddl")).domain());
    NetworkPrinter.Printing printed = NetworkPrinter.print(domain);
    assertThat(printed.losses()).isEmpty();

    Domain again = yaml(printed.text());

    assertThat(HddlPrinter.domain(again).text()).isEqualTo(HddlPrinter.domain(domain).text());
    assertThat(HddlPrinter.domain(again).losses()).isEmpty();
  }

  @Test
  void namesWhatYamlCannotName() throws IOException {
    String source = text("hddl/everything-domain.hddl").text().replace("(in ", "(true ");
    Domain domain =
        Objects.requireNonNull(Hddl.readDomain(new SourceText("d.hddl", source)).domain());
    assertThat(NetworkPrinter.print(domain).losses())
        .extracting(d -> d.message())
        .containsExactly("A task network in YAML cannot say the name \"true\".");
  }

  /** A subtask may ask for a more special type than its task's parameter has. */
  @Test
  void whatAPreconditionSaysOfATypeCountsForSubtasks() {
    String text =
        """
        apiVersion: aleff/v1
        kind: TaskNetwork
        name: types
        types: {person: object}
        tasks:
          greet:
            parameters: {it: object}
            phrases: {en: ["greet {it}"]}
            methods:
              - {name: people, precondition: [it in person], subtasks: {s: {task: say, with: {it: it}}}}
              - {name: others, subtasks: {}}
        actions:
          say: {parameters: {it: person}}
        """;
    Domain domain = yaml(text);
    String hddl = HddlPrinter.domain(domain).text();
    assertThat(hddl).contains(":parameters (?it - person)");
    Domain again = Objects.requireNonNull(Hddl.readDomain(new SourceText("d.hddl", hddl)).domain());
    assertThat(yaml(NetworkPrinter.print(again).text()).tasks()).containsKey("greet");
    assertThat(
            TaskNetworks.read(List.of(new SourceText("x.yaml", text.replace("it in person", ""))))
                .domain())
        .isNull();
  }

  @Test
  void namesWhatHddlCannotSay() throws IOException {
    Domain domain = yaml(text("networks/data-report.yaml").text());
    List<String> losses =
        HddlPrinter.domain(domain).losses().stream().map(d -> d.message()).toList();
    assertThat(losses).anyMatch(m -> m.contains("the phrases of \"deliver-report\""));
    assertThat(losses).anyMatch(m -> m.startsWith("HDDL cannot say how "));
  }

  @Test
  void problemsBecomeYamlAndComeBackTheSame() throws IOException {
    Hddl.Reading read =
        Hddl.read(text("hddl/everything-domain.hddl"), text("hddl/everything-problem.hddl"));
    assertSameThroughYaml(
        Objects.requireNonNull(read.domain()), Objects.requireNonNull(read.problem()));
  }

  static void assertSameThroughYaml(Domain domain, HtnProblem problem) {
    NetworkPrinter.Printing printed = NetworkPrinter.problem(domain, problem);
    assertThat(printed.losses()).isEmpty();
    PlanningProblems.Reading again =
        PlanningProblems.read(domain, new SourceText("p.yaml", printed.text()));
    assertThat(again.problem()).as("%s\n%s", again.diagnostics(), printed.text()).isNotNull();
    assertThat(HddlPrinter.problem(domain, Objects.requireNonNull(again.problem())).text())
        .isEqualTo(HddlPrinter.problem(domain, problem).text());
  }

  /** What YAML says and HDDL can say goes both ways; what HDDL cannot say is named. */
  @Property(tries = 200, shrinking = ShrinkingMode.OFF)
  void yamlBecomesHddlAndComesBackTheSame(@ForAll long seed) {
    PlanRequest random = new RandomDomain(new Random(seed)).request();
    HddlPrinter.Printing printed = HddlPrinter.domain(random.domain());
    assertThat(printed.losses())
        .extracting(d -> d.message())
        .allMatch(m -> m.contains(" duration of ") || m.contains("precondition of the subtask"));
    HddlPrinter.Printing problem =
        HddlPrinter.problem(random.domain(), RandomDomain.problem(random));

    Hddl.Reading read =
        Hddl.read(
            new SourceText("d.hddl", printed.text()), new SourceText("p.hddl", problem.text()));

    Domain inHddl = Objects.requireNonNull(read.domain(), read.diagnostics().toString());
    Domain again = yaml(NetworkPrinter.print(inHddl).text());
    assertThat(HddlPrinter.domain(again).text()).isEqualTo(printed.text());
    assertThat(HddlPrinter.domain(again).losses()).isEmpty();
    assertSameThroughYaml(again, Objects.requireNonNull(read.problem()));
  }

  @Test
  void theFirstProblemOfEachCompetitionDomainComesBackTheSame() throws IOException {
    List<Suite.Case> cases = Suite.cases();
    assumeTrue(!cases.isEmpty());
    Set<Path> seen = new HashSet<>();
    for (Suite.Case one : cases) {
      if (!seen.add(Objects.requireNonNull(one.domain().getParent()))) {
        continue;
      }
      Hddl.Reading read = Hddl.read(one.domainText(), one.problemText());
      Domain domain = Objects.requireNonNull(read.domain());
      NetworkPrinter.Printing printed = NetworkPrinter.print(domain);
      if (printed.losses().isEmpty()) {
        assertThat(HddlPrinter.domain(yaml(printed.text())).text())
            .as("%s", one)
            .isEqualTo(HddlPrinter.domain(domain).text());
      }
      assertSameThroughYaml(domain, Objects.requireNonNull(read.problem()));
    }
  }
}
