package io.aleff.runtime.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.definition.DefinitionBundle;
import io.aleff.definition.Diagnostic;
import io.aleff.guardrail.signals.Evaluation;
import io.aleff.runtime.Releases.TestOutcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReleaseLoaderTest {

  private static DefinitionBundle shipped() throws IOException {
    DefinitionBundle all =
        DefinitionBundle.ofDirectory(Path.of("..", "..", "definitions")).orThrow();
    DefinitionBundle definitions = all;
    for (String path : all.paths()) {
      if (path.startsWith("target/") || path.startsWith("src/") || path.equals("pom.xml")) {
        definitions = definitions.without(path);
      }
    }
    return definitions;
  }

  @Test
  void theShippedDefinitionsAreAReleaseWhoseTestsPass() throws IOException {
    ReleaseLoader.Loading loading = ReleaseLoader.load(shipped());
    assertThat(loading.diagnostics()).filteredOn(Diagnostic::isError).isEmpty();
    CompiledRelease release = Objects.requireNonNull(loading.release());
    List<TestOutcome> tests =
        DefinitionTests.run(
            release, (rules, input) -> new Evaluation.Failed("closed", "no rules here"));
    assertThat(tests).isNotEmpty();
    assertThat(tests)
        .filteredOn(
            test -> !test.location().contains(".test.yaml") || test.location().startsWith("htn/"))
        .allMatch(TestOutcome::passed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      htn/data-report.yaml | connector: code.python | connector: cod.python | LINK-001
      htn/data-report.yaml | connector: code.python | connector: code.pyton | LINK-002
      htn/data-report.yaml | scripts/table.py | scripts/tabel.py | LINK-004
      htn/data-report.yaml | script: scripts/table.py | skript: scripts/table.py | LINK-005
      bpmn/agent-run.bpmn | id="agent-run" | id="agent-walk" | RELEASE-001
      """)
  void findsWhatDoesNotFitTogether(String path, String from, String to, String code)
      throws IOException {
    DefinitionBundle bundle = shipped();
    String text = Objects.requireNonNull(bundle.text(path)).text();
    assertThat(text).contains(from);
    byte[] changed = text.replace(from, to).getBytes(StandardCharsets.UTF_8);
    ReleaseLoader.Loading loading = ReleaseLoader.load(bundle.with(path, changed));
    assertThat(loading.release()).isNull();
    assertThat(loading.diagnostics()).extracting(Diagnostic::code).contains(code);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      scripts/tabel.py | code.python | LINK-004 | scripts/table.py
      scripts/table.py | cod.python  | LINK-001 | code
      scripts/table.py | code.pyhton | LINK-002 | python
      """)
  void findsWhatIsWrongWithAStrategy(String script, String connector, String code, String maybe)
      throws IOException {
    DefinitionBundle bundle = withRepair(script, connector);
    ReleaseLoader.Loading loading = ReleaseLoader.load(bundle);
    assertThat(loading.release()).isNull();
    assertThat(loading.diagnostics())
        .filteredOn(found -> found.code().equals(code))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.location().line()).isEqualTo(lineOf(bundle, "name: another"));
              assertThat("" + found.hint()).contains(maybe);
            });
  }

  @Test
  void aRepairThatTheModelDoesNotAskForIsAnError() throws IOException {
    DefinitionBundle bundle = withRepair("scripts/seal.sh", "code.shell");
    assertThat(ReleaseLoader.load(bundle).diagnostics()).noneMatch(Diagnostic::isError);
    String path = "bpmn/guarded-action.bpmn";
    String model = Objects.requireNonNull(bundle.text(path)).text();
    byte[] old =
        model.replace("aleff.repair()", "aleff.backoff()").getBytes(StandardCharsets.UTF_8);
    assertThat(ReleaseLoader.load(bundle.with(path, old)).diagnostics())
        .extracting(Diagnostic::code)
        .contains("LINK-007");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      code | script: null | NONE
      coed | script: null | LINK-008
      code | args: []     | LINK-005
      """)
  void findsWhatIsWrongWithAQuestion(String replaces, String input, String code)
      throws IOException {
    DefinitionBundle bundle =
        withStrategy(
            "model: {name: coder, prompt: Mend it., replaces: %s}, input: {%s}"
                .formatted(replaces, input));
    assertThat(ReleaseLoader.load(bundle).diagnostics())
        .filteredOn(Diagnostic::isError)
        .extracting(Diagnostic::code)
        .satisfies(codes -> assertThat(codes.isEmpty() ? List.of("NONE") : codes).contains(code));
  }

  @Test
  void aQuestionNeedsTheOperationThatAsks() throws IOException {
    DefinitionBundle bundle =
        withStrategy("model: {name: coder, prompt: x, replaces: code}, input: {script: null}");
    String path = "connectors/model.yaml";
    String without =
        Objects.requireNonNull(bundle.text(path)).text().replace("  complete:", "  ask:");
    assertThat(
            ReleaseLoader.load(bundle.with(path, without.getBytes(StandardCharsets.UTF_8)))
                .diagnostics())
        .extracting(Diagnostic::code)
        .contains("LINK-008");
  }

  private static DefinitionBundle withRepair(String script, String connector) throws IOException {
    return withStrategy("connector: %s, input: {script: %s}".formatted(connector, script));
  }

  private static DefinitionBundle withStrategy(String does) throws IOException {
    DefinitionBundle bundle = shipped();
    String path = "htn/data-report.yaml";
    String strategy = "repair: {strategies: [{name: another, %s}]}, output:".formatted(does);
    String text =
        Objects.requireNonNull(bundle.text(path))
            .text()
            .replace("args: [clean-strict]}, output:", "args: [clean-strict]},\n      " + strategy);
    return bundle.with(path, text.getBytes(StandardCharsets.UTF_8));
  }

  private static int lineOf(DefinitionBundle bundle, String text) {
    String all = Objects.requireNonNull(bundle.text("htn/data-report.yaml")).text();
    return (int) all.substring(0, all.indexOf(text)).lines().count();
  }

  @Test
  void anEmptyBundleSaysEverythingThatIsMissing() {
    ReleaseLoader.Loading loading = ReleaseLoader.load(DefinitionBundle.empty());
    assertThat(loading.release()).isNull();
    assertThat(loading.diagnostics())
        .extracting(Diagnostic::code)
        .contains("RELEASE-001", "RELEASE-002", "RELEASE-003");
  }
}
