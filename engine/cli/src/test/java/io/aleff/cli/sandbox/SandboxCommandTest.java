package io.aleff.cli.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.aleff.cli.Cli;
import io.aleff.definition.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class SandboxCommandTest {

  @TempDir Path folder;

  @Test
  void theProgramsOutputAndExitCodeAreTheCommandsOwn() throws Exception {
    Cli.Outcome outcome =
        run("import sys\nprint('olá', sys.argv[1:])\nsys.exit(7)", List.of(), "a", "b c");
    assertThat(outcome.out()).isEqualTo("olá ['a', 'b c']\n");
    assertThat(outcome.err()).contains("exit 7").contains("bubblewrap").contains("s cpu");
    assertThat(outcome.exit()).isEqualTo(7);
  }

  @Test
  void filesGoInAndOnlyWhatIsNewComesOut() throws Exception {
    Files.writeString(folder.resolve("in.txt"), "21");
    Path out = folder.resolve("out");
    Cli.Outcome outcome =
        run(
            """
            import os
            open('made.txt', 'w').write(str(2 * int(open('in.txt').read())))
            os.symlink('/etc/passwd', 'link')
            """,
            List.of("--in", folder.resolve("in.txt").toString(), "--out", out.toString()));
    assertThat(outcome.exit()).isZero();
    assertThat(Files.readString(out.resolve("made.txt"))).isEqualTo("42");
    assertThat(out.resolve("in.txt")).doesNotExist();
    assertThat(Files.isSymbolicLink(out.resolve("link"))).isFalse();
    assertThat(outcome.err()).contains("made.txt").contains("left out  link");
  }

  @Test
  void nothingComesOutOfAWorkspaceThatIsTooLargeForIt() throws Exception {
    Path out = folder.resolve("out");
    List<String> options =
        List.of("--out", out.toString(), "--limit", "diskMb=4000", "--limit", "fileMb=4000");
    Cli.Outcome sparse =
        run("open('a', 'w').write('a')\nopen('z', 'w').truncate(2_500_000_000)", options);
    assertThat(sparse.exit()).isEqualTo(125);
    assertThat(sparse.err()).contains("disk: ", "(outMb)", "none come out");
    assertThat(out).doesNotExist();
    // Another limit ended it, and its files are counted all the same.
    List<String> timed = new ArrayList<>(options);
    timed.addAll(List.of("--time", "1", "--json"));
    Cli.Outcome late =
        run("import time\nopen('z', 'w').truncate(2_500_000_000)\ntime.sleep(9)", timed);
    assertThat(late.exit()).isEqualTo(124);
    assertThat(Json.MAPPER.readTree(late.out()).path("filesRefused").asString(""))
        .contains("outMb");
    assertThat(out).doesNotExist();
    Cli.Outcome many =
        run("for i in range(9): open(str(i), 'w')", List.of("--limit", "files=5", "--out", "out"));
    assertThat(many.exit()).isEqualTo(125);
    assertThat(many.err()).contains("none come out", "more than 5 files");
    assertThat(out).doesNotExist();
  }

  @Test
  void nothingComesOutOfASessionThatIsTooLargeForIt() throws Exception {
    assumeBubblewrap();
    Path cells = Files.writeString(folder.resolve("c.py"), "open('z', 'w').truncate(9 << 20)\n");
    Path out = folder.resolve("out");
    Cli.Outcome outcome =
        new Cli(folder)
            .run(
                "sandbox",
                "session",
                "--limit",
                "outMb=8",
                "--out",
                out.toString(),
                cells.toString());
    assertThat(outcome.exit()).isEqualTo(125);
    assertThat(outcome.err()).contains("none come out");
    assertThat(out).doesNotExist();
  }

  @Test
  void eachEndHasItsExitCode() throws Exception {
    assertThat(run("import time; time.sleep(9)", List.of("--time", "0.5")).exit()).isEqualTo(124);
    Cli.Outcome memory =
        run(
            "x = [bytearray(1 << 20) for i in range(999)]",
            List.of("--limit", "memoryMb=32", "--json"));
    assertThat(memory.exit()).isEqualTo(125);
    JsonNode json = Json.MAPPER.readTree(memory.out());
    assertThat(json.path("reason").asString("")).isEqualTo("memory");
    assertThat(json.path("limits").path("memoryMb").asInt(0)).isEqualTo(32);
    assertThat(json.path("enforcement").size()).isGreaterThan(10);
    assertThat(run("import os; os.kill(os.getpid(), 9)", List.of()).exit()).isEqualTo(137);
  }

  @Test
  void whatIsWrongWithTheOrderIsSaidBeforeAnythingRuns() throws Exception {
    Cli.Outcome limits = run("print(1)", List.of("--limit", "memoryMB=64", "--limit", "cpus=x"));
    assertThat(limits.exit()).isEqualTo(2);
    assertThat(limits.err()).contains("Maybe memoryMb?").contains("cpus");
    Cli.Outcome profile = run("print(1)", List.of("--profile", "pyton"));
    assertThat(profile.exit()).isEqualTo(2);
    assertThat(profile.err()).contains("Maybe python?");
  }

  @Test
  void withoutABackendNothingRuns() throws Exception {
    Cli.Outcome outcome =
        run(
            "print(1)",
            List.of("--backend", "docker", "--socket", "unix://" + folder.resolve("no.sock")));
    assertThat(outcome.exit()).isEqualTo(126);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .contains("apt-get install bubblewrap")
        .contains("aleff sandbox image");
  }

  @Test
  void aCaseOfTheAbuseSuiteHolds() {
    assumeBubblewrap();
    Cli.Outcome outcome =
        new Cli(folder).run("sandbox", "abuse", "--backend", "bwrap", "--case", "netlink");
    assertThat(outcome.exit()).isZero();
    assertThat(outcome.out()).contains("netlink").contains("1 of 1 cases held");
    assertThat(new Cli(folder).run("sandbox", "abuse", "--case", "nothing").exit()).isEqualTo(2);
  }

  @Test
  void aCaseHoldsInASandboxThatWaited() {
    assumeBubblewrap();
    Cli.Outcome outcome =
        new Cli(folder)
            .run("sandbox", "abuse", "--backend", "bwrap", "--pooled", "--case", "netlink");
    assertThat(outcome.out()).contains("1 of 1 cases held");
    assertThat(outcome.exit()).isZero();
  }

  @Test
  void cellsShareAnInterpreterAndTheFirstFailureEndsThem() throws Exception {
    assumeBubblewrap();
    Path cells =
        Files.writeString(
            folder.resolve("cells.py"),
            "x = 6\nopen('made', 'w').write('m')\n# %% second\nx * 7\n%%\n1 / 0\n# %%\nprint('on')\n");
    Path out = folder.resolve("out");
    Cli.Outcome outcome =
        new Cli(folder).run("sandbox", "session", "--out", out.toString(), "--", cells.toString());
    assertThat(outcome.out()).isEqualTo("1\n42\n");
    assertThat(outcome.err()).contains("ZeroDivisionError", "cell 3: exit 1", "made");
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(out.resolve("made")).hasContent("m");
    Cli.Outcome all =
        new Cli(folder).run("sandbox", "session", "--keep-going", "--json", cells.toString());
    JsonNode json = Json.MAPPER.readTree(all.out());
    assertThat(json.path("cells").size()).isEqualTo(4);
    assertThat(json.path("cells").path(3).path("stdout").asString("")).isEqualTo("on\n");
    assertThat(all.exit()).isEqualTo(1);
  }

  @Test
  void aCellThatEndsTheInterpreterEndsTheSession() throws Exception {
    assumeBubblewrap();
    Path cells = Files.writeString(folder.resolve("cells.sh"), "exit 7\n# %%\necho on\n");
    Cli.Outcome outcome = new Cli(folder).run("sandbox", "session", cells.toString());
    assertThat(outcome.exit()).isEqualTo(7);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains("The interpreter ended with exit code 7.");
    Path page = Files.writeString(folder.resolve("page.html"), "<p>");
    assertThat(
            new Cli(folder)
                .run("sandbox", "session", "--profile", "html-png", page.toString())
                .exit())
        .isEqualTo(126);
  }

  @Test
  void aPersonTypesCells() {
    assumeBubblewrap();
    Cli.Outcome outcome = new Cli(folder).person("x = 6\n\nx * 7\n\n").run("sandbox", "session");
    assertThat(outcome.out()).contains(">>> ", "... ", "42\n");
    assertThat(outcome.exit()).isZero();
  }

  @Test
  void theBenchmarkLosesAndLeavesNothing() throws Exception {
    assumeBubblewrap();
    Cli.Outcome outcome =
        new Cli(folder)
            .run(
                "sandbox",
                "bench",
                "--backend",
                "bwrap",
                "--count",
                "2",
                "--concurrency",
                "4",
                "--in-a-row",
                "10",
                "--json");
    JsonNode json = Json.MAPPER.readTree(outcome.out());
    assertThat(json.path("sideBySide").path("aleff bwrap, from the pool").path("runs").asInt(0))
        .isEqualTo(2);
    assertThat(json.path("atOnce").path("runs").asInt(0)).isEqualTo(4);
    assertThat(json.path("inARow").path("leaks").size()).isZero();
    assertThat(json.path("inARow").path("after").path("mounts").asInt(0)).isPositive();
    assertThat(outcome.exit()).isZero();
    assertThat(new Cli(folder).run("sandbox", "bench", "--count", "0").exit()).isEqualTo(2);
  }

  private Cli.Outcome run(String code, List<String> options, String... arguments)
      throws IOException {
    assumeBubblewrap();
    Path program = Files.writeString(folder.resolve("program.py"), code);
    List<String> words = new ArrayList<>(List.of("sandbox", "run"));
    words.addAll(options);
    words.add("--");
    words.add(program.toString());
    words.addAll(List.of(arguments));
    return new Cli(folder).run(words.toArray(String[]::new));
  }

  private static void assumeBubblewrap() {
    boolean there = Files.isExecutable(Path.of("/usr/bin/bwrap"));
    if (!there) {
      System.err.println("NOT TESTED: aleff sandbox: bubblewrap is not installed.");
    }
    assumeTrue(there, "bubblewrap is not installed");
  }
}
