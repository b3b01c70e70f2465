package io.aleff.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.cli.Cli;
import io.aleff.cli.ExitCode;
import io.aleff.definition.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class PolicyCommandsTest {

  @TempDir Path home;

  @BeforeEach
  void policies() throws IOException {
    write(
        "p/example.rego",
        """
        package example

        import data.roles

        default allow := false

        allow if {
        	is_admin
        	input.amount <= 100
        }

        is_admin if "admin" in roles[input.user]

        deny contains "too much" if input.amount > 1000
        """);
    write(
        "p/example_test.rego",
        """
        package example_test

        import data.example

        test_admin if example.allow with input as {"user": "ana", "amount": 5}
        """);
    write("p/roles/data.json", "{\"ana\": [\"admin\"]}");
    write("input.json", "{\"user\": \"ana\", \"amount\": 500}");
  }

  private void write(String path, String text) throws IOException {
    Path file = home.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private Cli.Outcome aleff(String... args) {
    String[] all = new String[args.length + 1];
    all[0] = "policy";
    System.arraycopy(args, 0, all, 1, args.length);
    return new Cli(home).run(all);
  }

  private static JsonNode json(Cli.Outcome outcome) {
    return Json.MAPPER.readTree(outcome.out());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"fmt", "check", "eval", "test", "explain", "bench", "deps", "build", "inspect"})
  void eachCommandShowsAnExample(String command) {
    Cli.Outcome help = aleff(command, "--help");
    assertThat(help.exit()).isZero();
    assertThat(help.out()).contains("Example:", "aleff policy " + command, "Exit codes:");
  }

  @Test
  void formats() throws IOException {
    assertThat(aleff("fmt", "--check", "p").exit()).isZero();
    write("q/messy.rego", "package q\np=1\n");
    Cli.Outcome check = aleff("fmt", "--check", "--diff", "q");
    assertThat(check.exit()).isEqualTo(ExitCode.DIAGNOSTICS);
    assertThat(check.out()).contains("--- q/messy.rego", "-p=1", "+p := 1");
    assertThat(json(aleff("fmt", "--check", "--json", "q")).path("changed").path(0).asString())
        .isEqualTo("q/messy.rego");
    assertThat(aleff("fmt", "--write", "q").exit()).isZero();
    assertThat(Files.readString(home.resolve("q/messy.rego"))).isEqualTo("package q\n\np := 1\n");
    write("q/wrong.rego", "package q\np if {\n");
    assertThat(aleff("fmt", "q").exit()).isEqualTo(ExitCode.DIAGNOSTICS);
    assertThat(aleff("fmt", "nothing").err()).contains("There is no file or folder nothing.");
  }

  @Test
  void checksAgainstJsonSchemas() throws IOException {
    write("input.schema.json", "{\"properties\": {\"amount\": {\"type\": \"number\"}}}");
    Cli.Outcome wrong = aleff("check", "--schema", "input.schema.json", "p");
    assertThat(wrong.exit()).isEqualTo(ExitCode.DIAGNOSTICS);
    assertThat(wrong.err()).contains("undefined ref: input.user", "p/example.rego:12");
    write(
        "schemas/requests/input.json",
        "{\"properties\": {\"amount\": {\"type\": \"number\"}, \"user\": {\"type\": \"string\"}}}");
    assertThat(aleff("check", "-s", "schemas", "p").exit()).isZero();
    write(
        "a/a.rego",
        "package a\n\n# METADATA\n# schemas:\n#   - input: schema.requests.input\np if input.amout > 1\n");
    assertThat(aleff("check", "-s", "schemas", "a").err()).contains("input.amout", "amount");
    assertThat(aleff("check", "a").exit()).isZero();
    Cli.Outcome missing = aleff("check", "--schema", "nope", "p");
    assertThat(missing.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(missing.err()).contains("There is no file or folder nope.");
    assertThat(aleff("check", "--schema", "p/example.rego", "p").exit()).isEqualTo(ExitCode.USAGE);
    Files.createDirectories(home.resolve("empty"));
    assertThat(aleff("check", "--schema", "empty", "p").err()).contains("empty has no schema.");
  }

  @Test
  void checksAllAtOnceWithPlaces() throws IOException {
    assertThat(aleff("check", "p").exit()).isZero();
    write("q/a.rego", "package q\n\na if cuont(input) > 1\n");
    write("q/b.rego", "package q\n\nb if {\n\tx > 1\n}\n");
    Cli.Outcome check = aleff("check", "q");
    assertThat(check.exit()).isEqualTo(ExitCode.DIAGNOSTICS);
    assertThat(check.err()).contains("q/a.rego:3", "count", "Maybe", "q/b.rego:4", "^");
    assertThat(json(aleff("check", "--json", "q")).path("diagnostics").size())
        .isGreaterThanOrEqualTo(2);
  }

  @Test
  void filesThatAreNoTextAreFindingsToo() throws IOException {
    Files.createDirectories(home.resolve("q"));
    Files.write(home.resolve("q/binary.rego"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    write("q/open.rego", "package q\n\np if {\n");
    for (String command : new String[] {"check", "test", "fmt"}) {
      Cli.Outcome outcome = aleff(command, "q");
      assertThat(outcome.exit()).as(command).isNotZero();
      assertThat(outcome.err()).as(command).contains("q/binary.rego:1:1", "q/open.rego:");
    }
  }

  @Test
  void showsWhatIsPrinted() throws IOException {
    write(
        "q/x.rego",
        "package q\n\np if {\n\tprint(\"n is\", input.n)\n\tinput.n == 1\n}\n\ntest_p if p\n");
    Cli.Outcome eval = aleff("eval", "-d", "q", "-i", "input.json", "data.q.p");
    assertThat(eval.err()).isEqualTo("n is <undefined>\n");
    assertThat(json(eval).size()).isZero();
    assertThat(aleff("eval", "print(1, {2})").err()).isEqualTo("1 {2}\n");
    assertThat(aleff("test", "q").out()).contains("data.q.test_p: FAIL", "  | n is <undefined>");
  }

  @Test
  void evaluates() {
    Cli.Outcome eval = aleff("eval", "-d", "p", "-i", "input.json", "data.example.allow");
    assertThat(eval.exit()).isZero();
    assertThat(json(eval).at("/result/0/expressions/0/value").booleanValue(true)).isFalse();
    assertThat(aleff("eval", "-d", "p", "-i", "input.json", "-f", "raw", "count(data.roles)").out())
        .isEqualTo("1\n");
    assertThat(aleff("eval", "-d", "p", "-f", "pretty", "data.example.nothing").out())
        .isEqualTo("undefined\n");
    assertThat(aleff("eval", "--fail", "-d", "p", "data.example.nothing").exit()).isEqualTo(1);
    JsonNode bindings = json(aleff("eval", "-d", "p", "x := data.roles[user]"));
    assertThat(bindings.at("/result/0/bindings/user").asString()).isEqualTo("ana");
    assertThat(aleff("eval", "-d", "p", "data.example.(").exit()).isEqualTo(2);
    assertThat(aleff("eval", "-d", "p", "-i", "missing.json", "true").exit())
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void testsWithCoverage() throws IOException {
    Cli.Outcome passed = aleff("test", "p");
    assertThat(passed.exit()).isZero();
    assertThat(passed.out()).contains("PASS: 1/1");
    Cli.Outcome covered = aleff("test", "--threshold", "99", "p");
    assertThat(covered.exit()).isEqualTo(2);
    assertThat(covered.out()).contains("COVERAGE:", "not covered: [5, 14]");
    assertThat(aleff("test", "--threshold", "50", "p").exit()).isZero();
    write("p/wrong_test.rego", "package wrong_test\n\ntest_wrong if {\n\tx := 1\n\tx == 2\n}\n");
    Cli.Outcome failed = aleff("test", "p");
    assertThat(failed.exit()).isEqualTo(2);
    assertThat(failed.out()).contains("FAIL: 1/2", "wrong_test.rego:5", "x == 2", "x = 1");
    assertThat(aleff("test", "--run", "admin", "p").exit()).isZero();
    assertThat(json(aleff("test", "--json", "p")).findValues("fail")).hasSize(1);
    write("p/broken.rego", "package broken\n\nx if {\n");
    assertThat(aleff("test", "p").exit()).isEqualTo(1);
  }

  @Test
  void explainsADecision() {
    Cli.Outcome told = aleff("explain", "-d", "p", "-i", "input.json", "data.example.allow");
    assertThat(told.exit()).isZero();
    assertThat(told.out())
        .contains("data.example.allow = false", "✗ input.amount <= 100", "input.amount = 500");
    JsonNode json =
        json(aleff("explain", "--json", "-d", "p", "-i", "input.json", "data.example.allow"));
    assertThat(json.path("rules").size()).isPositive();
  }

  @Test
  void showsWhatADecisionReads() {
    assertThat(aleff("deps", "-d", "p", "data.example.allow").out())
        .contains("input.amount", "input.user", "data.roles", "data.example.is_admin")
        .doesNotContain("deny");
    assertThat(aleff("deps", "-d", "p", "data.example.alow").err())
        .contains("Maybe \"data.example.allow\"?");
  }

  @Test
  void measures() {
    JsonNode json =
        json(aleff("bench", "--json", "--seconds", "1", "-d", "p", "data.example.allow"));
    assertThat(json.path("decisions").asInt()).isPositive();
    assertThat(json.path("p99Micros").asDouble()).isPositive();
    assertThat(json.path("allocatedBytes").asInt()).isPositive();
  }

  @Test
  void buildsBundlesAndLooksIntoThem() throws IOException {
    assertThat(aleff("build", "-o", "b.tar.gz", "-r", "v7", "p").exit()).isZero();
    JsonNode inspected = json(aleff("inspect", "--json", "b.tar.gz"));
    assertThat(inspected.at("/manifest/revision").asString()).isEqualTo("v7");
    assertThat(inspected.at("/namespaces/data.example").size()).isEqualTo(1);
    assertThat(aleff("eval", "-b", "b.tar.gz", "-f", "raw", "data.roles.ana[0]").out())
        .isEqualTo("admin\n");
    assertThat(aleff("build", "-o", "c.tar.gz", "--root", "other", "p").exit())
        .isEqualTo(ExitCode.DIAGNOSTICS);
    assertThat(home.resolve("c.tar.gz")).doesNotExist();
    write("secret.txt", "a secret that is long enough");
    write("other.txt", "another secret, long enough too");
    assertThat(
            aleff(
                    "build",
                    "-o",
                    "s.tar.gz",
                    "--signing-key",
                    "secret.txt",
                    "--signing-alg",
                    "HS256",
                    "p")
                .exit())
        .isZero();
    for (String key : new String[] {"secret.txt", "other.txt"}) {
      assertThat(
              aleff("inspect", "--verification-key", key, "--signing-alg", "HS256", "s.tar.gz")
                  .exit())
          .isEqualTo(key.equals("secret.txt") ? ExitCode.OK : ExitCode.DIAGNOSTICS);
    }
  }

  @Test
  void sharesBundlesWithOpa() throws IOException, InterruptedException {
    String opa = System.getenv().getOrDefault("ALEFF_OPA", "");
    if (opa.isEmpty()) {
      System.out.println(
          "NOT TESTED: bundles are not tried with opa, $ALEFF_OPA names no opa binary");
    }
    Assumptions.assumeTrue(!opa.isEmpty());
    write("secret.txt", "a secret that is long enough");
    assertThat(
            aleff(
                    "build",
                    "-o",
                    "ours.tar.gz",
                    "-r",
                    "v1",
                    "--signing-key",
                    "secret.txt",
                    "--signing-alg",
                    "HS256",
                    "p")
                .exit())
        .isZero();
    String theirs =
        run(
            opa,
            "eval",
            "-b",
            "ours.tar.gz",
            "-i",
            "input.json",
            "--format",
            "raw",
            "[data.example.allow, data.example.is_admin, data.roles]");
    assertThat(theirs).contains("[false, true, {\"ana\":[\"admin\"]}]".replace(", ", ","));
    run(opa, "build", "-b", "p", "-r", "v2", "-o", "unsigned.tar.gz");
    assertThat(
            aleff(
                    "eval",
                    "-b",
                    "unsigned.tar.gz",
                    "-i",
                    "input.json",
                    "-f",
                    "raw",
                    "data.example.is_admin")
                .out())
        .isEqualTo("true\n");
    runIn(
        home.resolve("p"),
        opa,
        "sign",
        "-b",
        ".",
        "-o",
        ".",
        "--signing-key",
        "../secret.txt",
        "--signing-alg",
        "HS256");
    assertThat(
            aleff(
                    "inspect",
                    "--verification-key",
                    "secret.txt",
                    "--signing-alg",
                    "HS256",
                    "--verification-key-id",
                    "",
                    "p")
                .exit())
        .isZero();
    run(
        opa,
        "build",
        "-b",
        "ours.tar.gz",
        "-o",
        "again.tar.gz",
        "--verification-key",
        "secret.txt",
        "--signing-alg",
        "HS256",
        "--signing-key",
        "secret.txt");
  }

  private String run(String... command) throws IOException, InterruptedException {
    return runIn(home, command);
  }

  private static String runIn(Path folder, String... command)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String out =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(out).isZero();
    return out;
  }
}
