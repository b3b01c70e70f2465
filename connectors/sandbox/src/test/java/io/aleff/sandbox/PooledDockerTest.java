package io.aleff.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.aleff.definition.Json;
import io.aleff.sandbox.abuse.AbuseSuite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Containers that wait, and sessions in containers, where {@link DockerEngines} finds an engine.
 */
class PooledDockerTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path folder;
  private Sandboxes sandboxes = new Sandboxes(List.of());

  @AfterEach
  void close() {
    sandboxes.close();
  }

  @TestFactory
  Stream<DynamicTest> everyCaseHolds() throws IOException {
    open();
    AbuseSuite suite = new AbuseSuite(sandboxes, Sandboxed.profiles(), true);
    return AbuseTest.eachHolds(suite);
  }

  @Test
  void cellsShareAnInterpreterAndNothingIsLeftOfIt() throws Exception {
    open();
    Path workspace = Files.createDirectory(folder.resolve("w"));
    SessionOrder order =
        new SessionOrder(
            Sandboxed.profile("python"), SandboxLimits.DEFAULT, workspace, Map.of(), LONG, LONG);
    if (!(sandboxes.open(order) instanceof SandboxSession.Opening.Opened opened)) {
      throw new AssertionError("There is no session.");
    }
    SandboxSession session = opened.session();
    assertThat(session.run("x = 6", LONG, (stream, text) -> {}).succeeded()).isTrue();
    SandboxReport slow =
        session.run("import time; time.sleep(60)", Duration.ofMillis(200), (stream, text) -> {});
    assertThat(slow.reason()).isEqualTo(SandboxReport.Reason.DEADLINE);
    SandboxReport last =
        session.run("open('made', 'w').write('m')\nx * 7", LONG, (stream, text) -> {});
    assertThat(last.stdout()).isEqualTo("42\n");
    session.close();
    assertThat(session.ended()).contains("It was closed.");
    assertThat(workspace.resolve("made")).hasContent("m");
    assertThat(Files.getAttribute(workspace.resolve("made"), "unix:uid"))
        .isEqualTo(SandboxHost.ownUid());
    assertThat(SandboxFootprint.count(List.of(), settings()).counts())
        .containsEntry("containers", 0L);
  }

  @Test
  void whatWaitsIsOfTheProfileAndIsGoneAtTheEnd() throws Exception {
    open();
    var none = Json.MAPPER.createObjectNode();
    var profile = Sandboxed.profile("shell");
    SandboxLimits limits = SandboxLimits.read(profile.limits(), none, none).limits();
    assertThat(sandboxes.prepare(profile, limits, LONG)).isTrue();
    assertThat(SandboxFootprint.count(List.of(), settings()).counts())
        .containsEntry("containers", 1L);
    sandboxes.close();
    assertThat(SandboxFootprint.count(List.of(), settings()).counts())
        .containsEntry("containers", 0L);
  }

  /** One that waited is not asked of the engine how it ended, so it is compared. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "print('a'); import sys; print('b', file=sys.stderr)",
        "raise SystemExit(7)",
        "1 / 0",
        "import os; os.kill(os.getpid(), 11)",
        "import os; os.kill(-1, 9)",
        "import os, sys; sys.stdout.write('no line end'); sys.stdout.flush(); os._exit(255)",
        "import os; os.close(1); os.close(2)",
        "import os; os.set_blocking(1, False); print('a')",
        "import sys; print('a' * 3_000_000); print('b' * 100_000, file=sys.stderr)",
        "a = [bytearray(1 << 20) for i in range(2_000)]",
        "import os\nif os.fork() == 0: a = [bytearray(1 << 20) for i in range(2_000)]\nos.wait()"
      })
  void aWaitingOneEndsAsAFreshOneDoes(String code) throws Exception {
    open();
    SandboxReport fresh = run(code);
    var none = Json.MAPPER.createObjectNode();
    var profile = Sandboxed.profile("python");
    SandboxLimits limits = SandboxLimits.read(profile.limits(), none, none).limits();
    assertThat(sandboxes.prepare(profile, limits, LONG)).isTrue();
    long hits = sandboxes.pool().hits();
    SandboxReport pooled = run(code);
    assertThat(sandboxes.pool().hits()).isEqualTo(hits + 1);
    // The shell around the program says nothing of its own.
    assertThat(fresh.stderr()).doesNotContain("Killed", "Segmentation");
    assertThat(pooled.reason()).isEqualTo(fresh.reason());
    assertThat(pooled.exitCode()).isEqualTo(fresh.exitCode());
    assertThat(pooled.stdout()).isEqualTo(fresh.stdout());
    assertThat(pooled.stderr()).isEqualTo(fresh.stderr());
    assertThat(pooled.message()).isEqualTo(fresh.message());
  }

  /** In one of its own, in one that waited, and in a session. */
  @Test
  void inputAndOutputAreCountedFromOutside() throws Exception {
    open();
    String code =
        """
        import subprocess
        open("big", "wb").write(b"a" * 20_000_000)
        subprocess.run(["cat", "big"], stdout=subprocess.DEVNULL)
        """;
    SandboxReport fresh = run(code);
    assertCounted(fresh);
    var none = Json.MAPPER.createObjectNode();
    var profile = Sandboxed.profile("python");
    SandboxLimits limits = SandboxLimits.read(profile.limits(), none, none).limits();
    assertThat(sandboxes.prepare(profile, limits, LONG)).isTrue();
    SandboxReport pooled = run(code);
    assertThat(sandboxes.pool().hits()).isEqualTo(1);
    assertCounted(pooled);
    Path workspace = Files.createTempDirectory(folder, "w");
    SessionOrder order = new SessionOrder(profile, limits, workspace, Map.of(), LONG, LONG);
    if (!(sandboxes.open(order) instanceof SandboxSession.Opening.Opened opened)) {
      throw new AssertionError("There is no session.");
    }
    try (SandboxSession session = opened.session()) {
      assertCounted(session.run(code, LONG, (stream, text) -> {}));
      SandboxReport.@Nullable Io little =
          session.run("x = 1", LONG, (stream, text) -> {}).usage().io();
      assertThat(little).isNotNull();
      assertThat(Objects.requireNonNull(little).written()).isLessThan(100_000);
    }
  }

  private static void assertCounted(SandboxReport report) {
    assertThat(report.succeeded()).as(report.message()).isTrue();
    SandboxReport.Io io = Objects.requireNonNull(report.usage().io(), "Nothing was counted.");
    assertThat(io.written()).isBetween(40_000_000L, 42_000_000L);
    assertThat(io.read()).isBetween(20_000_000L, 24_000_000L);
    // Nothing of a short run is missed.
    assertThat(report.usage().cpuMillis()).isPositive();
    assertThat(report.usage().peakBytes()).isPositive();
  }

  private SandboxReport run(String code) throws Exception {
    Path workspace = Files.createTempDirectory(folder, "w");
    var none = Json.MAPPER.createObjectNode();
    var profile = Sandboxed.profile("python");
    SandboxProgram program =
        new SandboxProgram(
            profile,
            Map.of("main.py", code.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
            "main.py",
            List.of(),
            "",
            Map.of());
    SandboxLimits limits = SandboxLimits.read(profile.limits(), none, none).limits();
    return sandboxes.run(
        new SandboxOrder(program, limits, workspace, LONG, null), (stream, text) -> {});
  }

  private void open() throws IOException {
    SandboxHost host =
        new SandboxHost(SandboxConfiguration.standard(), HostTools.system(), UidRule.NEVER_ROOT);
    sandboxes = WarmSandboxTest.pooled(new Docker(settings(), host, Protections.ALL), folder);
    List<String> problems = sandboxes.problems();
    if (!problems.isEmpty()) {
      System.err.println("NOT TESTED: containers that wait: " + problems.getFirst());
    }
    assumeTrue(problems.isEmpty(), () -> String.join(" ", problems));
  }

  private static SandboxSettings.Docker settings() {
    return DockerEngines.settings();
  }
}
