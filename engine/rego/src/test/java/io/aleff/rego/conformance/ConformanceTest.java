package io.aleff.rego.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.rego.Suites;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The list of passing cases only grows. {@code -Daleff.conformance.update=true} rewrites it. */
class ConformanceTest {

  private static final Path LIST = Path.of("src/test/resources/conformance-passing.txt");

  @Test
  void everyListedCasePassesAndEveryPassingCaseIsListed() throws IOException {
    Path folder = Suites.rego();
    if (folder == null) {
      System.out.println("Rego conformance skipped: no shared/suites/rego beside this repository");
    }
    Assumptions.assumeTrue(folder != null);
    ConformanceReport report =
        Conformance.run(Suites.cases(java.util.Objects.requireNonNull(folder)));
    System.out.println("Rego conformance: " + report.summary());
    Set<String> passing = new TreeSet<>();
    List<String> failures =
        report.results().stream()
            .filter(result -> result.outcome() == ConformanceReport.Outcome.FAILED)
            .map(result -> result.of().id() + " " + result.of().note() + ": " + result.detail())
            .toList();
    report.results().stream()
        .filter(result -> result.outcome() == ConformanceReport.Outcome.PASSED)
        .forEach(result -> passing.add(result.of().id()));
    Files.createDirectories(Path.of("target"));
    Files.write(Path.of("target/conformance-failures.txt"), failures);
    if (Boolean.getBoolean("aleff.conformance.update")) {
      Files.write(LIST, passing);
      return;
    }
    Set<String> listed = new TreeSet<>(Files.readAllLines(LIST));
    assertThat(without(listed, passing)).as("listed cases that do not pass").isEmpty();
    assertThat(without(passing, listed)).as("passing cases that are not listed").isEmpty();
    assertThat(failures).as("cases that fail and are no named exclusion").isEmpty();
    assertThat(report.count(ConformanceReport.Outcome.SKIPPED) * 100)
        .as("exclusions in percent")
        .isLessThan(12L * report.results().size());
  }

  private static Set<String> without(Set<String> all, Set<String> some) {
    Set<String> out = new TreeSet<>(all);
    out.removeAll(some);
    return out;
  }

  @Test
  void wrongResultsErrorsAndMissingOnesAreFailures(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("cases.yaml"),
        """
        cases:
          - note: right
            query: data.t.p = x
            modules: ["package t\\np := 1"]
            want_result: [{x: 1}]
          - note: wrong value
            query: data.t.p = x
            modules: ["package t\\np := 1"]
            want_result: [{x: 2}]
          - note: wrong text
            query: data.t.p = x
            modules: ["package t\\np := y"]
            want_error_code: rego_unsafe_var_error
            want_error: var z is unsafe
          - note: no error
            query: data.t.p = x
            modules: ["package t\\np := 1"]
            want_error_code: eval_conflict_error
          - note: left out
            query: data.t.p = x
            modules: ["package t\\np := rego.parse_module(`a`, `b`)"]
            want_result: [{x: true}]
        """);
    ConformanceReport report = Conformance.run(Suites.cases(folder));
    assertThat(report.summary()).isEqualTo("1 passed, 3 failed, 1 skipped");
    assertThat(report.results().get(1).detail()).contains("\"x\": 1").contains("\"x\": 2");
    assertThat(report.results().get(4).detail()).contains("rego.parse_module");
  }
}
