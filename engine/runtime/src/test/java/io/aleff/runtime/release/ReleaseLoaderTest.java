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

  @Test
  void anEmptyBundleSaysEverythingThatIsMissing() {
    ReleaseLoader.Loading loading = ReleaseLoader.load(DefinitionBundle.empty());
    assertThat(loading.release()).isNull();
    assertThat(loading.diagnostics())
        .extracting(Diagnostic::code)
        .contains("RELEASE-001", "RELEASE-002", "RELEASE-003");
  }
}
