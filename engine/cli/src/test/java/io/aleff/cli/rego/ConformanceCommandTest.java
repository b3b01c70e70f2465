package io.aleff.cli.rego;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.cli.Cli;
import io.aleff.cli.ExitCode;
import io.aleff.definition.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConformanceCommandTest {

  @TempDir Path home;

  @BeforeEach
  void cases() throws IOException {
    Path folder = Files.createDirectories(home.resolve("cases/numbers"));
    Files.writeString(
        folder.resolve("a.yaml"),
        """
        cases:
          - note: right
            query: data.t.p = x
            modules: ["package t\\np := 1 + 1"]
            want_result: [{x: 2}]
          - note: wrong
            query: data.t.p = x
            modules: ["package t\\np := 1 + 1"]
            want_result: [{x: 3}]
        """);
  }

  @Test
  void showsFoldersDifferencesAndTheSum() {
    Cli.Outcome outcome = new Cli(home).run("rego", "conformance", "cases");
    assertThat(outcome.exit()).isEqualTo(ExitCode.FAILURE);
    assertThat(outcome.out())
        .contains("numbers", "✗ numbers/a.yaml#1  wrong", "got: [{\"x\": 2}]; wanted: [{\"x\": 3}]")
        .endsWith("1 passed, 1 failed, 0 skipped\n");
  }

  @Test
  void printsJson() {
    Cli.Outcome outcome = new Cli(home).run("rego", "conformance", "cases", "--json");
    assertThat(Json.MAPPER.readTree(outcome.out()).path("failed").asInt()).isOne();
  }

  @Test
  void aMissingFolderIsAnErrorOfUse() {
    assertThat(new Cli(home).run("rego", "conformance", "none").exit()).isEqualTo(ExitCode.USAGE);
  }
}
