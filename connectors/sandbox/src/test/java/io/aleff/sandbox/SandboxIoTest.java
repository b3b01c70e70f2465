package io.aleff.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Input and output in the usage of an execution; a program cannot make it less or more. */
class SandboxIoTest {

  private static final long MB = 1 << 20;
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String WRITE = "head -c 20000000 /dev/zero > big\n";

  @TempDir Path folder;
  private Sandboxes sandboxes = new Sandboxes(List.of());

  @BeforeEach
  void open() throws IOException {
    SandboxHost host =
        new SandboxHost(SandboxConfiguration.standard(), HostTools.system(), UidRule.NEVER_ROOT);
    sandboxes = WarmSandboxTest.pooled(new Bubblewrap(host), folder);
    List<String> problems = sandboxes.problems();
    assumeTrue(problems.isEmpty(), () -> "SKIPPED: " + problems);
  }

  @AfterEach
  void close() {
    sandboxes.close();
  }

  @Test
  void whatAProgramAndItsChildrenReadAndWriteIsCounted() throws Exception {
    SandboxReport.Io little = io(run("true", LONG));
    assertThat(little.read()).isPositive().isLessThan(MB);
    assertThat(little.written()).isLessThan(MB / 10);
    SandboxReport.Io much = io(run(WRITE + "cat big > /dev/null", LONG));
    assertThat(much.written()).isBetween(40_000_000L, 41_000_000L);
    assertThat(much.read()).isBetween(40_000_000L, 42_000_000L);
    assertThat(run(WRITE, LONG).details().path("io").path("writtenBytes").asLong(0))
        .isGreaterThan(20_000_000);
  }

  @Test
  void soIsWhatAnOrphanWrites() throws Exception {
    SandboxReport report =
        run("(sh -c '" + WRITE.strip() + "; : > done' &)\nwhile [ ! -e done ]; do :; done", LONG);
    assertThat(io(report).written()).isGreaterThan(20_000_000);
  }

  @Test
  void soIsWhatAProgramWroteBeforeALimitEndedIt() throws Exception {
    SandboxReport report = run(WRITE + "sleep 60", Duration.ofSeconds(2));
    assertThat(report.reason()).isEqualTo(SandboxReport.Reason.DEADLINE);
    assertThat(io(report).written()).isGreaterThan(20_000_000);
  }

  @Test
  void oneFromThePoolIsCounted() throws Exception {
    assertThat(sandboxes.prepare(Sandboxed.profile("shell"), SandboxLimits.DEFAULT, LONG)).isTrue();
    SandboxReport report = run(WRITE, LONG);
    assertThat(sandboxes.pool().hits()).isEqualTo(1);
    assertThat(io(report).written()).isBetween(20_000_000L, 21_000_000L);
  }

  /** Whatever it kills, and whatever it writes where it thinks that the count is kept. */
  @Test
  void aProgramCannotTakeItsCountBack() throws Exception {
    SandboxReport report =
        run(
            WRITE
                + """
                for p in /proc/[0-9]*; do kill -9 ${p#/proc/} 2>/dev/null & done
                for f in io status /aleff/io /aleff/status; do echo 'wchar: 1' > $f; done
                kill -9 1; kill -9 -1; kill -9 $PPID; kill -9 $$
                """,
            LONG);
    assertThat(io(report).written()).isBetween(20_000_000L, 21_000_000L);
  }

  /** Where a group limits processor time; elsewhere that is not known, and said so. */
  @Test
  void soIsAProgramWithoutChildProcesses() throws Exception {
    String code = "a=aaaaaaaaaa; a=$a$a$a$a$a$a$a$a$a$a; a=$a$a$a$a$a$a$a$a$a$a\n";
    SandboxReport report =
        sandboxes.run(
            order(code + "printf $a > big; exit 7", limits(false), LONG), (stream, text) -> {});
    assertThat(report.exitCode()).as(report.message()).hasValue(7);
    boolean counts =
        sandboxes.enforcement().stream()
            .anyMatch(
                each -> each.limit().equals("cpu time") && each.level() == Enforcement.Level.TOTAL);
    assertThat(report.usage().io() != null).isEqualTo(counts);
    assertThat(report.details().has("io")).isEqualTo(counts);
    if (counts) {
      assertThat(io(report).written()).isBetween(1_000L, 10_000L);
    }
  }

  @Test
  void whatIsUnknownIsNotNothing() {
    SandboxReport report = SandboxReport.refused("No.", false);
    assertThat(report.usage().io()).isNull();
    assertThat(report.details().has("io")).isFalse();
  }

  /** Each execution of a session has its own. */
  @Test
  void ofASessionEachExecutionIsCountedAlone() throws Exception {
    Path workspace = Files.createTempDirectory(folder, "w");
    SessionOrder order =
        new SessionOrder(
            Sandboxed.profile("shell"), SandboxLimits.DEFAULT, workspace, Map.of(), LONG, LONG);
    if (!(sandboxes.open(order) instanceof SandboxSession.Opening.Opened opened)) {
      throw new AssertionError("There is no session.");
    }
    try (SandboxSession session = opened.session()) {
      assertThat(io(session.run(WRITE, LONG, (stream, text) -> {})).written())
          .isBetween(20_000_000L, 21_000_000L);
      SandboxReport.Io next = io(session.run("cat big > /dev/null", LONG, (stream, text) -> {}));
      assertThat(next.read()).isBetween(20_000_000L, 21_000_000L);
      SandboxReport.Io little = io(session.run("x=1", LONG, (stream, text) -> {}));
      assertThat(little.read()).isLessThan(MB / 10);
      assertThat(little.written()).isLessThan(MB / 10);
      assertThat(session.run("exit", LONG, (stream, text) -> {}).usage().io()).isNull();
    }
  }

  private static SandboxReport.Io io(SandboxReport report) {
    SandboxReport.@Nullable Io io = report.usage().io();
    if (io == null) {
      throw new AssertionError("Nothing was counted: " + report.message());
    }
    return io;
  }

  private static SandboxLimits limits(boolean childProcesses) {
    var settings = io.aleff.definition.Json.MAPPER.createObjectNode();
    settings.put("childProcesses", childProcesses);
    var none = io.aleff.definition.Json.MAPPER.createObjectNode();
    return SandboxLimits.read(none, settings, none).limits();
  }

  private SandboxReport run(String code, Duration time) throws Exception {
    return sandboxes.run(order(code, SandboxLimits.DEFAULT, time), (stream, text) -> {});
  }

  private SandboxOrder order(String code, SandboxLimits limits, Duration time) throws IOException {
    var profile = Sandboxed.profile("shell");
    Map<String, byte[]> files = Map.of(profile.source(), code.getBytes(StandardCharsets.UTF_8));
    SandboxProgram program =
        new SandboxProgram(profile, files, profile.source(), List.of(), "", Map.of());
    return new SandboxOrder(program, limits, Files.createTempDirectory(folder, "w"), time, null);
  }
}
