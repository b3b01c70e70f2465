package io.aleff.cli.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.cli.Cli;
import io.aleff.cli.ExitCode;
import io.aleff.cli.ScriptedService;
import io.aleff.definition.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseCommandsTest {

  private static final String A = "a".repeat(64);
  private static final String AB = "ab".repeat(32);
  private static final String RELEASES =
      "[{\"digest\":\"%s\",\"active\":true,\"files\":3,\"createdAt\":\"2026-11-21T10:00:00Z\",\"createdBy\":\"ana\"},{\"digest\":\"%s\",\"active\":false,\"files\":3}]"
          .formatted(A, AB);

  @TempDir Path home;
  private final ScriptedService service = ScriptedService.start();

  @AfterEach
  void stop() {
    service.close();
  }

  private Cli.Outcome aleff(String... args) {
    return new Cli(home).server(service.url()).run(args);
  }

  private void definition(String path, String text) throws IOException {
    Path file = home.resolve("definitions").resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void lintsHereAndPointsAtThePlace() throws IOException {
    definition(
        "connectors/x.yaml",
        "apiVersion: aleff/v1\nkind: Connector\nnmae: x\ntype: http\noperations: {}\n");
    Cli.Outcome outcome = aleff("lint");
    assertThat(outcome.exit()).isEqualTo(ExitCode.DIAGNOSTICS);
    assertThat(outcome.out())
        .contains(
            "error[SCHEMA-001]", "connectors/x.yaml:3:1", "nmae: x\n   | ^", "Maybe \"name\"?");
    assertThat(service.requests()).isEmpty();
    var json = Json.MAPPER.readTree(aleff("lint", "--json").out());
    assertThat(json.path("ok").booleanValue(true)).isFalse();
    assertThat(json.path("diagnostics").path(0).path("line").isInt()).isTrue();
  }

  @Test
  void testsNothingThatHasErrors() throws IOException {
    definition("tenants/x.yaml", "a: 1\na: 2\n");
    Cli.Outcome outcome = aleff("test-definitions");
    assertThat(outcome.exit()).isEqualTo(ExitCode.DIAGNOSTICS);
    assertThat(outcome.out()).contains("YAML-002");
  }

  @Test
  void acceptsTheDefaultDefinitions() {
    String shipped = Path.of("..", "..", "definitions").toAbsolutePath().toString();
    Cli.Outcome lint = aleff("lint", shipped);
    assertThat(lint.out()).contains(" 0 errors");
    assertThat(lint.exit()).isZero();
    Cli.Outcome tests = aleff("test-definitions", shipped);
    assertThat(tests.out()).contains(" 0 failed").doesNotStartWith("0 tests");
    assertThat(tests.exit()).isZero();
  }

  @Test
  void needsAFolder() {
    assertThat(aleff("lint", "nowhere").exit()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void releasesAndActivates() throws IOException {
    definition("scripts/x.py", "print(1)\n");
    service
        .on("POST /releases?message=a%20change", 201, "{\"digest\":\"" + A + "\"}")
        .on("POST /releases/" + A + "/activate", "{\"digest\":\"" + A + "\",\"active\":true}");
    Cli.Outcome outcome = aleff("release", "-m", "a change", "--activate");
    assertThat(outcome.exit()).isZero();
    assertThat(outcome.out()).contains(A, "active");
    assertThat(service.requests("POST /releases?message=a%20change").getFirst().body())
        .startsWith("PK")
        .contains("scripts/x.py");
  }

  @Test
  void showsWhyAReleaseWasRefused() throws IOException {
    definition("scripts/x.py", "print(1)\n");
    service.on(
        "POST /releases",
        422,
        "{\"code\":\"invalid\",\"detail\":\"The definitions have errors.\",\"diagnostics\":[{\"code\":\"HTN-001\",\"severity\":\"error\",\"path\":\"htn/a.yaml\",\"line\":3,\"column\":5,\"message\":\"Unknown predicate.\",\"hint\":\"Maybe \\\"x\\\"?\"}],"
            + "\"tests\":[{\"name\":\"good\",\"passed\":true},{\"name\":\"bad one\",\"location\":\"a.test.yaml:1:1\",\"passed\":false,\"message\":\"expected x\"}]}");
    Cli.Outcome outcome = aleff("release");
    assertThat(outcome.exit()).isEqualTo(ExitCode.DIAGNOSTICS);
    assertThat(outcome.err())
        .contains(
            "error[HTN-001] Unknown predicate.",
            "htn/a.yaml:3:5",
            "Maybe \"x\"?",
            "bad one",
            "expected x")
        .doesNotContain("good");
  }

  @Test
  void activatesByTheBeginningOfADigest() {
    service
        .on("GET /releases", RELEASES)
        .on("POST /releases/" + AB + "/activate", "{\"digest\":\"" + AB + "\"}");
    assertThat(aleff("activate", "ab").exit()).isZero();
    Cli.Outcome several = aleff("activate", "a");
    assertThat(several.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(several.err()).contains(A, AB);
  }

  @Test
  void goesBackToThePreviousRelease() {
    service.on("POST /releases/rollback", "{\"digest\":\"" + A + "\"}");
    assertThat(aleff("activate", "--previous").out()).contains(A);
  }

  @Test
  void listsReleases() {
    service.on("GET /releases", RELEASES);
    assertThat(aleff("releases").out())
        .contains("aaaaaaaaaaaa  active  3      2026-11-21 10:00:00  ana");
  }
}
