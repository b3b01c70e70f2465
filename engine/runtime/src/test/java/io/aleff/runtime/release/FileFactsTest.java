package io.aleff.runtime.release;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.definition.DefinitionBundle;
import io.aleff.definition.Diagnostic;
import io.aleff.htn.Fact;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the shipped definitions say about files. */
class FileFactsTest {

  private static DefinitionBundle shipped() throws IOException {
    DefinitionBundle definitions =
        DefinitionBundle.ofDirectory(Path.of("..", "..", "definitions")).orThrow();
    for (String path : definitions.paths()) {
      if (path.startsWith("target/") || path.equals("pom.xml")) {
        definitions = definitions.without(path);
      }
    }
    return definitions;
  }

  private static FileFacts facts(DefinitionBundle bundle) {
    ReleaseLoader.Loading loading = ReleaseLoader.load(bundle);
    assertThat(loading.diagnostics()).noneMatch(Diagnostic::isError);
    return Objects.requireNonNull(loading.release()).fileFacts();
  }

  @ParameterizedTest
  @CsvSource({
    "sales.csv,csv",
    "Sales.CSV,csv",
    "a.tsv,tsv",
    "b.txt,csv",
    "c.json,json",
    "d.xlsx,other",
    "csv,other"
  })
  void theNameTellsTheFormat(String name, String format) throws IOException {
    assertThat(facts(shipped()).facts(name)).containsExactly(Fact.of("format", name, format));
  }

  @Test
  void theSizeIsANumber() throws IOException {
    assertThat(facts(shipped()).numbers("a.csv", 1_234_567))
        .isEqualTo(Map.of(Fact.of("size-mb", "a.csv"), new BigDecimal("1.235")));
  }

  @Test
  void anotherDefinitionSaysOtherwise() throws IOException {
    String text =
        """
        apiVersion: aleff/v1
        kind: FileFacts
        name: files
        facts:
          - {name: "report-?.dat", holds: ["format(file, csv)", inspected(file)]}
        """;
    FileFacts facts = facts(shipped().with("files/files.yaml", text.getBytes(UTF_8)));
    assertThat(facts.facts("report-7.dat"))
        .containsExactly(
            Fact.of("format", "report-7.dat", "csv"), Fact.of("inspected", "report-7.dat"));
    assertThat(facts.facts("sales.csv")).isEmpty();
    assertThat(facts.numbers("sales.csv", 1)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          format(file, tsv) | formt(file, tsv) | FILES-002 | 8
          format(file, tsv) | format(file) | FILES-003 | 8
          format(file, tsv) | format(x, tsv) | FILES-001 | 8
          format(file, tsv) | ${file} | FILES-001 | 8
          size-mb: megabytes | size-md: megabytes | FILES-002 | 13
          size-mb: megabytes | size-mb: bits | SCHEMA-004 | 13
          numbers: | number: | SCHEMA-001 | 12
          """)
  void whatDoesNotFitIsAFinding(String from, String to, String code, int line) throws IOException {
    String text = new String(Objects.requireNonNull(shipped().bytes("files/files.yaml")), UTF_8);
    assertThat(text).contains(from);
    DefinitionBundle changed =
        shipped().with("files/files.yaml", text.replace(from, to).getBytes(UTF_8));
    List<Diagnostic> found =
        ReleaseLoader.load(changed).diagnostics().stream().filter(Diagnostic::isError).toList();
    assertThat(found).isNotEmpty();
    assertThat(found.getFirst())
        .satisfies(
            d -> {
              assertThat(d.code()).isEqualTo(code);
              assertThat(d.location().line()).isEqualTo(line);
            });
  }
}
