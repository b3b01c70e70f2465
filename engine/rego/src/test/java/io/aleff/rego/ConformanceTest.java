package io.aleff.rego;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The list of passing cases only grows. {@code -Daleff.conformance.update=true} rewrites it. */
class ConformanceTest {

  private static final Path LIST = Path.of("src/test/resources/conformance-passing.txt");

  @Test
  void everyListedCasePassesAndEveryPassingCaseIsListed() throws IOException {
    Path folder = ConformanceCases.folder();
    if (folder == null) {
      System.out.println("Rego conformance skipped: no shared/suites/rego beside this repository");
    }
    Assumptions.assumeTrue(folder != null);
    Set<String> passing = new TreeSet<>();
    List<String> report = new ArrayList<>();
    List<ConformanceCases.Case> cases =
        ConformanceCases.read(java.util.Objects.requireNonNull(folder));
    for (ConformanceCases.Case c : cases) {
      String problem = outcome(c);
      if (problem == null) {
        passing.add(c.id());
      } else {
        report.add(c.id() + " " + c.node().path("note").asString("") + ": " + problem);
      }
    }
    System.out.println("Rego conformance: " + passing.size() + " of " + cases.size());
    Files.createDirectories(Path.of("target"));
    Files.write(Path.of("target/conformance-failures.txt"), report);
    if (Boolean.getBoolean("aleff.conformance.update")) {
      Files.write(LIST, passing);
      return;
    }
    Set<String> listed = new TreeSet<>(Files.readAllLines(LIST));
    assertThat(passing).as("cases that have to pass").containsAll(listed);
    assertThat(listed).as("list that has to name all passing cases").containsAll(passing);
  }

  private static @org.jspecify.annotations.Nullable String outcome(ConformanceCases.Case c) {
    try {
      return ConformanceCases.run(c);
    } catch (RuntimeException | Error e) {
      return "threw " + e + " " + java.util.Arrays.toString(e.getStackTrace()).substring(0, 300);
    }
  }
}
