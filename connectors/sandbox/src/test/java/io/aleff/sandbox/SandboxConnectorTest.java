package io.aleff.sandbox;

import static io.aleff.sandbox.Sandboxed.arguments;
import static io.aleff.sandbox.Sandboxed.failed;
import static io.aleff.sandbox.Sandboxed.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.connector.ConnectorResult;
import io.aleff.definition.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class SandboxConnectorTest {

  @TempDir Path workspace;
  private Sandboxed box;

  @BeforeEach
  void open() {
    box = Sandboxed.open(workspace);
  }

  @AfterEach
  void close() {
    if (box != null) {
      box.close();
    }
  }

  /** Written in a moment, so that only the count at the end can notice. */
  @Test
  void moreThanMayComeOutIsAFailureThatNamesTheLimit() throws Exception {
    box.settings.put("outMb", 2);
    succeeded(box.python("open('a', 'w').truncate(2 << 20)"));
    ConnectorResult.Failed over = failed(box.python("open('b', 'w').write('x')"));
    assertThat(over.code()).isEqualTo("disk");
    assertThat(over.message()).contains("2 MB (outMb)");
  }

  @Test
  void runsPythonAndReturnsItsFiles() throws Exception {
    Files.writeString(workspace.resolve("in.txt"), "7");
    ConnectorResult result =
        box.python(
            """
            import sys
            number = int(open('in.txt').read())
            open('out.txt', 'w').write(str(number * 6))
            print('ação')
            print('careful', file=sys.stderr)
            """);
    assertThat(succeeded(result).output().path("exitCode").asInt()).isZero();
    assertThat(succeeded(result).output().path("stdout").asString()).isEqualTo("ação\n");
    assertThat(box.stdout).hasToString("ação\n");
    assertThat(box.stderr).hasToString("careful\n");
    Path out = workspace.resolve("out.txt");
    assertThat(Files.readString(out)).isEqualTo("42");
    assertThat(Files.getAttribute(out, "unix:uid", LinkOption.NOFOLLOW_LINKS))
        .isEqualTo(SandboxHost.ownUid());
  }

  @Test
  void runsShellAndJavaScript() throws Exception {
    succeeded(box.shell("echo \"from $0 in $PWD as $(whoami)\""));
    succeeded(box.run("javascript", arguments("console.log(6 * 7, process.cwd())")));
    assertThat(box.stdout.toString())
        .isEqualTo("from /aleff/main.sh in /workspace as sandbox\n42 /workspace\n");
  }

  @Test
  void runsAScriptOfTheReleaseWithArgumentsInputAndItsNeighbours() throws Exception {
    ObjectNode arguments = Json.MAPPER.createObjectNode().put("script", "scripts/main.py");
    arguments.putArray("args").add("a b").add("--c");
    arguments.put("stdin", "input\n");
    arguments.putObject("env").put("MODE", "x=y");
    ConnectorResult result =
        box.run(
            "python",
            arguments,
            Map.of(
                "scripts/main.py",
                bytes(
                    "import sys, os, helper\n"
                        + "print(helper.NAME, sys.argv[1:], input(), os.environ['MODE'])"),
                "scripts/helper.py",
                bytes("NAME = 'neighbour'")));
    succeeded(result);
    assertThat(box.stdout).hasToString("neighbour ['a b', '--c'] input x=y\n");
    assertThat(workspace).isEmptyDirectory();
  }

  @Test
  void reportsAnExitCodeWithTheLastLinesOfTheErrorOutput() throws Exception {
    ConnectorResult.Failed failed = failed(box.python("raise ValueError('row 17 has no date')"));
    assertThat(failed.code()).isEqualTo("exit");
    assertThat(failed.transientFailure()).isFalse();
    assertThat(failed.message()).endsWith("ValueError: row 17 has no date");
    assertThat(failed.details().path("exitCode").asInt()).isEqualTo(1);
    assertThat(failed.sandbox()).startsWith("bubblewrap uid ").contains("no network");
  }

  @Test
  void keepsCharactersWholeThatArriveInPieces() throws Exception {
    succeeded(
        box.python(
            """
            import os, time
            for byte in 'é😀'.encode():
                os.write(1, bytes([byte]))
                time.sleep(0.02)
            os.write(1, b'\\xff\\n')
            """));
    assertThat(box.stdout).hasToString("é😀\ufffd\n");
  }

  @Test
  void refusesWhatItDoesNotUnderstandNamingAllOfIt() throws Exception {
    ObjectNode arguments = Json.MAPPER.createObjectNode();
    arguments.put("scrip", "x.py").put("stdin", 5).putArray("args").add(1);
    ConnectorResult.Failed failed = failed(box.run("python", arguments));
    assertThat(failed.code()).isEqualTo("refused");
    assertThat(failed.message())
        .contains("takes no argument scrip")
        .contains("Maybe script?")
        .contains("Expected either script")
        .contains("stdin is not text")
        .contains("args[0] is not text");
    assertThat(failed(box.run("ruby", arguments("1"))).message()).contains("no operation ruby");
  }

  @Test
  void refusesAScriptTheCallDoesNotCarryAndPathsThatAreNotPlain() throws Exception {
    ObjectNode arguments = Json.MAPPER.createObjectNode().put("script", "scripts/tabel.py");
    assertThat(
            failed(box.run("python", arguments, Map.of("scripts/table.py", bytes("")))).message())
        .contains("Maybe scripts/table.py?");
    ObjectNode escape = Json.MAPPER.createObjectNode().put("script", "../x.py");
    assertThat(failed(box.run("python", escape, Map.of("../x.py", bytes("")))).message())
        .contains("not a plain relative path");
  }

  @Test
  void refusesSettingsThatAreNoLimits() throws Exception {
    box.settings.put("memoryMB", 64).put("processes", "many");
    ConnectorResult.Failed failed = failed(box.python("print(1)"));
    assertThat(failed.message())
        .contains("settings.memoryMB")
        .contains("Maybe memoryMb?")
        .contains("settings.processes");
  }

  @Test
  void passesNothingOfTheEnginesEnvironment() throws Exception {
    succeeded(box.python("import os; print(sorted(os.environ))"));
    assertThat(box.stdout.toString())
        .isEqualTo(
            "['ALEFF_WORKSPACE', 'HOME', 'LANG', 'PATH', 'PWD', 'PYTHONDONTWRITEBYTECODE',"
                + " 'PYTHONUNBUFFERED', 'TMPDIR', 'TZ']\n");
  }

  @Test
  void leavesNoFileDescriptorOfTheEngineOpen() throws Exception {
    succeeded(box.python("import os; print(os.listdir('/proc/self/fd'))"));
    // 3 is the listing itself.
    assertThat(box.stdout).hasToString("['0', '1', '2', '3']\n");
  }

  @Test
  void aViewerThatStallsDoesNotStopTheProgram() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    long start = System.nanoTime();
    ConnectorResult result =
        box.connector.run(
            box.call(
                "shell", arguments("head -c 4M /dev/zero | tr '\\0' x; echo; echo end"), Map.of()),
            (stream, text) -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    assertThat(succeeded(result).output().path("stdout").asString("")).endsWith("x\nend\n");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
