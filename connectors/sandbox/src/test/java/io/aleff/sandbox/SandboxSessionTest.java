package io.aleff.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.aleff.connector.OutputSink;
import io.aleff.definition.Json;
import io.aleff.sandbox.SandboxReport.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Executions that share an interpreter, in real sandboxes of bubblewrap. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SandboxSessionTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path workspace;
  private Path current = Path.of("none");
  private final Queue<String> pieces = new ConcurrentLinkedQueue<>();
  private Sandboxes sandboxes = open(Protections.ALL);

  @AfterEach
  void close() {
    sandboxes.close();
    assertThat(inSandboxes()).isZero();
  }

  @Test
  void whatOneDefinesTheNextOneFinds() throws Exception {
    SandboxSession python = session("python");
    assertThat(python.run("x = 6\ndef f(y):\n  return x * y", LONG, this::show).succeeded())
        .isTrue();
    assertThat(python.run("print('é'); f(7)", LONG, this::show).stdout()).isEqualTo("é\n42\n");
    SandboxSession shell = session("shell");
    shell.run("cd /tmp; v='a  b'; g() { echo \"$v\"; }", LONG, this::show);
    assertThat(shell.run("pwd; g", LONG, this::show).stdout()).isEqualTo("/tmp\na  b\n");
    SandboxSession node = session("javascript");
    assertThat(node.run("const x = 6; let f = y => x * y", LONG, this::show).message()).isEmpty();
    assertThat(node.run("Promise.resolve(f(7))", LONG, this::show).stdout()).isEqualTo("42\n");
    assertThat(String.join("", pieces)).contains("é\n42\n", "a  b");
  }

  @Test
  void anErrorEndsTheExecutionOnly() throws Exception {
    SandboxSession python = session("python");
    SandboxReport failed = python.run("a = 1\n1 / 0", LONG, this::show);
    assertThat(failed.reason()).isEqualTo(Reason.EXIT);
    assertThat(failed.exitCode()).hasValue(1);
    assertThat(failed.message())
        .contains("<cell 1>", "1 / 0", "ZeroDivisionError")
        .doesNotContain("<string>");
    assertThat(python.run("(", LONG, this::show).stderr()).contains("SyntaxError");
    assertThat(python.run("a", LONG, this::show).stdout()).isEqualTo("1\n");
    SandboxSession shell = session("shell");
    assertThat(shell.run("false; (exit 5)", LONG, this::show).exitCode()).hasValue(5);
    assertThat(shell.run("if", LONG, this::show).exitCode()).isPresent();
    assertThat(shell.run("echo on", LONG, this::show).stdout()).isEqualTo("on\n");
    SandboxSession node = session("javascript");
    assertThat(node.run("throw new Error('no')", LONG, this::show).stderr()).contains("Error: no");
    assertThat(node.run("setTimeout(() => { throw 1 }, 0); 2", LONG, this::show).stdout())
        .isEqualTo("2\n");
    assertThat(node.run("3", LONG, this::show).stdout()).isEqualTo("3\n");
  }

  @Test
  void anInterpreterThatEndsEndsTheSession() throws Exception {
    for (String[] each :
        new String[][] {
          {"python", "import sys; sys.exit(3)", "exit code 3"},
          {"python", "import os; os.kill(os.getpid(), 9)", "Signal 9"},
          {"shell", "exit 4", "exit code 4"},
          {"javascript", "process.exit(5)", "exit code 5"}
        }) {
      SandboxSession session = session(each[0]);
      SandboxReport report = session.run(each[1], LONG, this::show);
      assertThat(report.message()).contains("The session has ended", each[2]);
      assertThat(session.ended()).isPresent().get().asString().contains(each[2]);
      assertThat(session.run("1", LONG, this::show).reason()).isEqualTo(Reason.REFUSED);
      session.close();
    }
  }

  @Test
  void anExecutionThatTakesTooLongIsStoppedAndPythonLivesOn() throws Exception {
    SandboxSession python = session("python");
    python.run("a = 1", LONG, this::show);
    for (String code : new String[] {"while True: pass", "import time; time.sleep(60)"}) {
      SandboxReport report = python.run(code, Duration.ofMillis(300), this::show);
      assertThat(report.reason()).isEqualTo(Reason.DEADLINE);
      assertThat(python.ended()).isEmpty();
    }
    assertThat(python.run("a", LONG, this::show).stdout()).isEqualTo("1\n");
    SandboxSession shell = session("shell");
    SandboxReport report = shell.run("sleep 60", Duration.ofMillis(300), this::show);
    assertThat(report.reason()).isEqualTo(Reason.DEADLINE);
    assertThat(shell.ended()).isPresent();
  }

  @Test
  void oneThatWillNotStopEndsTheSession() throws Exception {
    SandboxSession python = session("python");
    SandboxReport report =
        python.run(
            "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass",
            Duration.ofMillis(300),
            this::show);
    assertThat(report.reason()).isEqualTo(Reason.DEADLINE);
    assertThat(python.ended()).isPresent();
    assertThat(inSandboxes()).isZero();
  }

  @Test
  void aCancelIsThroughWithinASecond() throws Exception {
    for (String[] each :
        new String[][] {
          {"python", "import time\nopen('on', 'w')\ntime.sleep(60)"},
          {
            "python",
            "import signal\nsignal.signal(2, signal.SIG_IGN)\nopen('on', 'w')\nwhile 1: pass"
          },
          {"shell", "trap '' TERM INT; touch on; sleep 60"},
          {"javascript", "require('fs').writeFileSync('on', ''); for (;;);"}
        }) {
      SandboxSession session = session(each[0]);
      try (var thread = Executors.newSingleThreadExecutor()) {
        Future<SandboxReport> run = thread.submit(() -> session.run(each[1], LONG, this::show));
        Path on = current.resolve("on");
        await().atMost(LONG).until(() -> Files.exists(on));
        long start = System.nanoTime();
        thread.shutdownNow();
        assertThatThrownBy(run::get).hasCauseInstanceOf(InterruptedException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
      }
      session.close();
      Files.delete(current.resolve("on"));
    }
  }

  @Test
  void tooMuchOutputIsStopped() throws Exception {
    SandboxSession python = session("python", "outputMb", 1);
    SandboxReport report = python.run("while True: print('x' * 1000)", LONG, this::show);
    assertThat(report.reason()).isEqualTo(Reason.OUTPUT);
    assertThat(String.join("", pieces).length()).isLessThanOrEqualTo(1 << 20);
    assertThat(report.truncated()).isTrue();
    SandboxSession shell = session("shell", "outputMb", 1);
    assertThat(shell.run("yes", LONG, this::show).reason()).isEqualTo(Reason.OUTPUT);
    assertThat(shell.ended()).isPresent();
  }

  @Test
  void limitsOfTheSessionEndIt() throws Exception {
    SandboxSession memory = session("python", "memoryMb", 64);
    assumeTrue(
        sandboxes.enforcement().stream()
            .anyMatch(e -> e.limit().equals("memory") && e.level() == Enforcement.Level.TOTAL));
    SandboxReport report =
        memory.run("x = [bytearray(1 << 20) for i in range(500)]", LONG, this::show);
    assertThat(report.reason()).isEqualTo(Reason.MEMORY);
    SandboxSession cpu = session("python", "cpuSeconds", 1);
    assertThat(cpu.run("while True: pass", LONG, this::show).reason()).isEqualTo(Reason.CPU);
    SandboxSession disk = session("shell", "diskMb", 1);
    assertThat(
            disk.run(
                    "for i in 1 2 3 4 5; do head -c 900000 /dev/zero > f$i; done; sleep 60",
                    LONG,
                    this::show)
                .reason())
        .isEqualTo(Reason.DISK);
  }

  @Test
  void whatIsWrittenBetweenExecutionsBelongsToTheNextOne() throws Exception {
    SandboxSession shell = session("shell");
    SandboxReport first =
        shell.run(
            "(while [ ! -e go ]; do sleep 0.01; done; echo late; touch said) &", LONG, this::show);
    assertThat(first.stdout()).isEmpty();
    Files.createFile(current.resolve("go"));
    await().atMost(LONG).until(() -> Files.exists(current.resolve("said")));
    assertThat(shell.run("echo now", LONG, this::show).stdout()).isEqualTo("late\nnow\n");
  }

  @Test
  void aForgedMarkMisleadsAboutNoOtherSession() throws Exception {
    SandboxSession liar = session("python");
    // It knows the mark of its own execution only from its own memory.
    SandboxReport forged =
        liar.run(
            """
            import gc, os, sys, time
            frame = sys._getframe()
            while 'mark' not in frame.f_locals: frame = frame.f_back
            for stream in (1, 2): os.write(stream, b'\\0' + frame.f_locals['mark'] + b':0\\n')
            os.write(1, b'after the end')
            time.sleep(60)
            """,
            LONG,
            this::show);
    assertThat(forged.exitCode()).hasValue(0);
    SandboxReport next = liar.run("print(1)", Duration.ofMillis(300), this::show);
    assertThat(next.reason()).isEqualTo(Reason.DEADLINE);
    SandboxSession honest = session("python");
    assertThat(honest.run("print(1)", LONG, this::show).stdout()).isEqualTo("1\n");
    SandboxReport guessed =
        honest.run("import os\nos.write(1, b'\\0' + b'0' * 32 + b':0\\n')", LONG, this::show);
    assertThat(guessed.stdout()).contains("\0" + "0".repeat(32) + ":0\n");
    assertThat(guessed.succeeded()).isTrue();
  }

  @Test
  void idleTimeAndAgeEndIt() throws Exception {
    SandboxSession idle = session("python", Duration.ofMillis(100), LONG);
    await().atMost(LONG).until(() -> idle.ended().isPresent());
    assertThat(idle.ended().orElseThrow()).contains("Nothing was run for");
    SandboxSession old = session("shell", LONG, Duration.ofMillis(100));
    await().atMost(LONG).until(() -> old.ended().isPresent());
    assertThat(old.ended().orElseThrow()).contains("It was open for");
    await().atMost(LONG).until(() -> inSandboxes() == 0);
  }

  @Test
  void nothingOutlivesTheSessionAndTheWorkspaceComesBack() throws Exception {
    SandboxSession shell = session("shell");
    shell.run("setsid sleep 99.99 & touch made; mkfifo pipe; chmod 4755 made", LONG, this::show);
    assertThat(inSandboxes()).isPositive();
    shell.close();
    assertThat(inSandboxes()).isZero();
    assertThat(Files.getAttribute(current.resolve("made"), "unix:uid"))
        .isEqualTo(SandboxHost.ownUid());
    assertThat((Integer) Files.getAttribute(current.resolve("made"), "unix:mode") & 07000).isZero();
    assertThat(current.resolve("pipe")).doesNotExist();
  }

  /** The test of the test: without a deadline nothing stops an execution. */
  @Test
  void withoutTheDeadlineAnExecutionIsNotStopped() throws Exception {
    sandboxes.close();
    sandboxes = open(Protections.without(Protection.DEADLINE));
    SandboxSession python = session("python");
    SandboxReport report =
        python.run("import time; time.sleep(1)", Duration.ofMillis(50), this::show);
    assertThat(report.reason()).isEqualTo(Reason.EXIT);
    assertThat(report.succeeded()).isTrue();
  }

  /** The test of the test: without the limit on output nothing stops it. */
  @Test
  void withoutTheLimitOnOutputItIsNotStopped() throws Exception {
    sandboxes.close();
    sandboxes = open(Protections.without(Protection.OUTPUT));
    SandboxSession python = session("python", "outputMb", 1);
    assertThat(python.run("print('x' * 3_000_000)", LONG, (stream, text) -> {}).reason())
        .isEqualTo(Reason.EXIT);
  }

  @Test
  void whatHasNoSessionsIsRefused() {
    SandboxSession.Opening opening =
        sandboxes.open(order("java", Json.MAPPER.createObjectNode(), LONG, LONG));
    assertThat(opening).isInstanceOf(SandboxSession.Opening.Refused.class);
  }

  private void show(OutputSink.Stream stream, String text) {
    pieces.add(text);
  }

  private SandboxSession session(String profile) {
    return session(profile, "outputMb", 8);
  }

  private SandboxSession session(String profile, String limit, int value) {
    return opened(
        order(
            profile, Json.MAPPER.createObjectNode().put(limit, value), LONG, LONG.multipliedBy(4)));
  }

  private SandboxSession session(String profile, Duration idle, Duration oldest) {
    return opened(order(profile, Json.MAPPER.createObjectNode(), idle, oldest));
  }

  private SandboxSession opened(SessionOrder order) {
    return switch (sandboxes.open(order)) {
      case SandboxSession.Opening.Opened opened -> opened.session();
      case SandboxSession.Opening.Refused refused -> {
        assumeTrue(!refused.message().contains("apt-get"), refused.message());
        throw new AssertionError(refused.message());
      }
    };
  }

  private SessionOrder order(
      String profile,
      tools.jackson.databind.node.ObjectNode limits,
      Duration idle,
      Duration oldest) {
    var found = Sandboxed.profile(profile);
    SandboxLimits read =
        SandboxLimits.read(found.limits(), limits, Json.MAPPER.createObjectNode()).limits();
    current = workspace.resolve(UUID.randomUUID().toString());
    try {
      Files.createDirectory(current);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new SessionOrder(found, read, current, Map.of(), idle, oldest);
  }

  private static Sandboxes open(Protections protections) {
    Sandboxes opened = WarmSandboxTest.withBubblewrap(protections);
    assumeTrue(opened.problems().isEmpty(), () -> "SKIPPED: " + opened.problems());
    return opened;
  }

  private static long inSandboxes() {
    try (Stream<ProcessHandle> all = ProcessHandle.current().descendants()) {
      return all.filter(ProcessHandle::isAlive).count();
    }
  }
}
