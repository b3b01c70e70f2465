package io.aleff.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.aleff.connector.SandboxProfile;
import io.aleff.definition.Json;
import io.aleff.sandbox.egress.EgressRules;
import io.aleff.sandbox.rootfs.RootFileSystems;
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

/** Sandboxes of bubblewrap with a root file system that is not the host's. */
class OwnRootTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  /** Of the host, and not in the root file system; the last one is the other way round. */
  private static final String LOOK =
      "for f in /usr/bin/bwrap /usr/share /etc/alternatives /etc/resolv.conf; do"
          + " [ ! -e $f ] || echo sees $f; done; cat /etc/mark; cat /etc/passwd";

  @TempDir Path folder;
  private Sandboxes sandboxes = new Sandboxes(List.of());

  @BeforeEach
  void build() throws IOException, InterruptedException {
    HostRootFs.build("the mark", folder.resolve("root.tar"));
  }

  @AfterEach
  void close() {
    sandboxes.close();
  }

  @Test
  void aProgramSeesNothingOfTheHostsSystem() throws Exception {
    RootFileSystems.Imported imported = imported();
    open(SandboxSettings.Bwrap.AUTO);
    SandboxReport report = shell(LOOK);
    assertThat(report.message()).isEmpty();
    assertThat(report.stdout()).contains("the mark", "sandbox:x:1000").doesNotContain("sees");
    assertThat(report.sandbox()).contains(imported.digest().substring(0, 19));
    assertThat(line().level()).isEqualTo(Enforcement.Level.TOTAL);
    assertThat(line().how()).contains(imported.digest());
    // The test of the test.
    open(SandboxSettings.Bwrap.HOST);
    assertThat(shell(LOOK).stdout()).contains("sees /usr/bin/bwrap", "sees /usr/share");
    assertThat(line().level()).isEqualTo(Enforcement.Level.NONE);
  }

  @Test
  void nothingOfItCanBeWritten() throws Exception {
    imported();
    open(SandboxSettings.Bwrap.AUTO);
    SandboxReport report =
        shell(
            "for d in / /usr /usr/bin /etc /opt; do [ ! -w $d ] || echo writes $d; done;"
                + " : > /etc/mark; : > /usr/bin/env; echo done");
    assertThat(report.stdout()).isEqualTo("done\n");
    assertThat(sandboxes.problems()).isEmpty();
  }

  @Test
  void soDoesOneFromThePoolAndASession() throws Exception {
    imported();
    SandboxSettings.Pool pool =
        new SandboxSettings.Pool(
            Files.createDirectories(folder.resolve("pool")), 1, 2, Duration.ofMinutes(5));
    open(SandboxSettings.Bwrap.AUTO, pool);
    SandboxProfile profile = Sandboxed.profile("shell");
    assertThat(sandboxes.prepare(profile, SandboxLimits.DEFAULT, LONG)).isTrue();
    SandboxReport report = shell(LOOK);
    assertThat(sandboxes.pool().hits()).isEqualTo(1);
    assertThat(report.stdout()).contains("the mark").doesNotContain("sees");
    Path workspace = Files.createDirectory(folder.resolve("session"));
    SessionOrder order =
        new SessionOrder(profile, SandboxLimits.DEFAULT, workspace, Map.of(), LONG, LONG);
    if (!(sandboxes.open(order) instanceof SandboxSession.Opening.Opened opened)) {
      throw new AssertionError("There is no session.");
    }
    try (SandboxSession session = opened.session()) {
      SandboxReport cell = session.run(LOOK, LONG, (stream, text) -> {});
      assertThat(cell.stdout()).contains("the mark").doesNotContain("sees");
    }
  }

  @Test
  void aChangedOneIsRefusedAndTheHostsIsNotTaken() throws Exception {
    RootFileSystems.Imported imported = imported();
    Path mark = imported.tree().root().resolve("etc/mark");
    Files.setAttribute(mark, "unix:mode", 0644);
    Files.writeString(mark, "another");
    openUnchecked(SandboxSettings.Bwrap.AUTO, null);
    assertThat(shell("echo ran").reason()).isEqualTo(SandboxReport.Reason.REFUSED);
    assertThat(sandboxes.problems().toString())
        .contains("is not what was imported", "aleff.sandbox.bwrap.rootfs=host");
    openUnchecked(imported.digest(), null);
    assertThat(shell("echo ran").reason()).isEqualTo(SandboxReport.Reason.REFUSED);
    openUnchecked("sha256:" + "0".repeat(64), null);
    assertThat(shell("echo ran").reason()).isEqualTo(SandboxReport.Reason.REFUSED);
  }

  @Test
  void oneThatGoesAwayWhileItIsInUseIsNotReplaced() throws Exception {
    RootFileSystems.Imported imported = imported();
    open(SandboxSettings.Bwrap.AUTO);
    assertThat(shell("echo ran").succeeded()).isTrue();
    FileTrees.delete(imported.tree().root());
    SandboxReport report = shell("echo ran");
    assertThat(report.reason()).isEqualTo(SandboxReport.Reason.REFUSED);
    assertThat(report.stdout()).isEmpty();
  }

  @Test
  void aProfileWithoutItsInterpreterIsRefused() throws Exception {
    imported();
    open(SandboxSettings.Bwrap.AUTO);
    SandboxReport report = run("javascript", "console.log(1)", null);
    assertThat(report.reason()).isEqualTo(SandboxReport.Reason.REFUSED);
    assertThat(report.message()).contains("/usr/bin/node", "--backend bwrap --include nodejs");
    SandboxReport outward = run("shell", "echo ran", EgressRules.of(List.of("example.com")));
    assertThat(outward.reason()).isEqualTo(SandboxReport.Reason.REFUSED);
    assertThat(outward.message()).contains("--include python3");
  }

  /** Folders of the host that a profile names are still to be seen; its own are the operator's. */
  @Test
  void mountsOfAProfileAreAdded() throws Exception {
    imported();
    open(SandboxSettings.Bwrap.AUTO);
    Path models = Files.createDirectory(folder.resolve("models"));
    Files.writeString(models.resolve("m"), "a model");
    Files.setAttribute(folder, "unix:mode", 0711);
    var json = Sandboxed.profile("shell").toJson();
    json.withArray("/mounts").addObject().put("source", models.toString()).put("target", "/models");
    json.withArray("/system").add("/etc/fonts");
    SandboxReport report = run(SandboxProfile.of(json), "cat /models/m; ls /etc", null);
    assertThat(report.stdout()).contains("a model").doesNotContain("fonts");
  }

  private Enforcement line() {
    return sandboxes.enforcement().stream()
        .filter(each -> each.limit().equals("root file system"))
        .findFirst()
        .orElseThrow();
  }

  private RootFileSystems.Imported imported() throws IOException {
    return new BubblewrapImage(folder.resolve("home")).of(folder.resolve("root.tar"));
  }

  private void open(String rootfs) {
    open(rootfs, null);
  }

  private void open(String rootfs, SandboxSettings.@Nullable Pool pool) {
    openUnchecked(rootfs, pool);
    List<String> problems = sandboxes.problems();
    if (!problems.isEmpty()) {
      System.err.println("NOT TESTED: root file systems of bubblewrap: " + problems);
    }
    assumeTrue(problems.isEmpty(), () -> String.join(" ", problems));
  }

  private void openUnchecked(String rootfs, SandboxSettings.@Nullable Pool pool) {
    sandboxes.close();
    SandboxSettings.Docker none =
        new SandboxSettings.Docker("unix:///nowhere", null, folder.resolve("none"));
    sandboxes =
        Sandboxes.open(
            new SandboxSettings(
                SandboxSettings.Choice.BWRAP,
                none,
                new SandboxSettings.Bwrap(folder.resolve("home"), rootfs),
                pool));
  }

  private SandboxReport shell(String code) throws Exception {
    return run("shell", code, null);
  }

  private SandboxReport run(String profile, String code, @Nullable EgressRules egress)
      throws Exception {
    return run(Sandboxed.profile(profile), code, egress);
  }

  private SandboxReport run(SandboxProfile profile, String code, @Nullable EgressRules egress)
      throws Exception {
    Path workspace = Files.createTempDirectory(folder, "w");
    SandboxProgram program =
        new SandboxProgram(
            profile,
            Map.of(profile.source(), code.getBytes(StandardCharsets.UTF_8)),
            profile.source(),
            List.of(),
            "",
            Map.of());
    SandboxLimits limits =
        profile.name().equals("shell")
            ? SandboxLimits.DEFAULT
            : SandboxLimits.read(
                    profile.limits(),
                    Json.MAPPER.createObjectNode(),
                    Json.MAPPER.createObjectNode())
                .limits();
    return sandboxes.run(
        new SandboxOrder(program, limits, workspace, LONG, egress), (stream, text) -> {});
  }
}
