package io.aleff.sandbox;

import static io.aleff.sandbox.Sandboxed.failed;
import static io.aleff.sandbox.Sandboxed.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.aleff.connector.ConnectorResult;
import io.aleff.sandbox.cgroup.NoCgroups;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who a sandbox is on the host, looked at from outside of it, and what is left of it. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SandboxUserTest {

  @TempDir Path folder;

  @Test
  void aSandboxIsNeverRootOnTheHost() throws Exception {
    try (Sandboxed box = Sandboxed.open(folder)) {
      assertThat(hostUidOfOneSandbox(box)).isNotZero();
    }
  }

  /** The test of the test: with the rule switched off the probe above sees a root sandbox. */
  @Test
  void theProbeSeesRootWhenTheRuleIsSwitchedOff() throws Exception {
    assumeRoot();
    try (Sandboxed box = Sandboxed.open(connectorFor(0, uid -> true), folder)) {
      assertThat(hostUidOfOneSandbox(box)).isZero();
    }
  }

  @Test
  void theRuleRefusesUserZero() throws Exception {
    assumeRoot();
    try (SandboxConnector connector = connectorFor(0, UidRule.NEVER_ROOT)) {
      assertThat(connector.availability().available()).isFalse();
      assertThat(connector.availability().reason()).contains("never runs as host user 0");
    }
  }

  @Test
  void sandboxesThatLiveAtOnceHaveDifferentUsers() throws Exception {
    assumeRoot();
    Set<OptionalInt> users = new HashSet<>();
    List<Future<ConnectorResult>> running = new ArrayList<>();
    // Two connectors, as two engines on one machine would be.
    try (SandboxConnector one = Sandboxed.connector(Protections.ALL);
        SandboxConnector two = Sandboxed.connector(Protections.ALL);
        var pool = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 4; i++) {
        Path workspace = Files.createDirectory(folder.resolve("w" + i));
        Sandboxed box = Sandboxed.open(i % 2 == 0 ? one : two, workspace);
        running.add(
            pool.submit(() -> box.shell("touch here; while [ ! -e go ]; do sleep 0.05; done")));
      }
      for (int i = 0; i < 4; i++) {
        Path here = folder.resolve("w" + i).resolve("here");
        await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(here));
        users.add(OptionalInt.of((Integer) Files.getAttribute(here, "unix:uid")));
      }
      for (int i = 0; i < 4; i++) {
        Files.createFile(folder.resolve("w" + i).resolve("go"));
      }
      for (Future<ConnectorResult> each : running) {
        succeeded(each.get());
      }
    }
    assertThat(users).hasSize(4).doesNotContain(OptionalInt.of(0));
  }

  @Test
  void everyUserTakenIsARefusalThatMayBeRetried() throws Exception {
    assumeRoot();
    SandboxConfiguration one =
        new SandboxConfiguration(Path.of("/tmp"), folder.resolve("lock"), 1_800_000_000, 1);
    Files.createDirectory(folder.resolve("w"));
    try (Sandboxed box =
            Sandboxed.open(
                Sandboxed.connector(new SandboxHost(one, HostTools.system(), UidRule.NEVER_ROOT)),
                folder.resolve("w"));
        UidPool.Lease taken =
            UidPool.open(one.lockFile(), uid -> false, 1_800_000_000, 1).lease().orElseThrow()) {
      assertThat(taken.uid()).isEqualTo(1_800_000_000);
      ConnectorResult.Failed failed = failed(box.shell("true"));
      assertThat(failed.code()).isEqualTo("refused");
      assertThat(failed.transientFailure()).isTrue();
    }
  }

  @Test
  void anInterruptLeavesNothingAlive() throws Exception {
    try (Sandboxed box = Sandboxed.open(folder);
        var pool = Executors.newSingleThreadExecutor()) {
      Future<ConnectorResult> run =
          pool.submit(
              () ->
                  box.shell("trap '' TERM INT; touch here; (setsid sleep 77.77 &) ; sleep 77.77"));
      await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(folder.resolve("here")));
      assertThat(commandsWith("77.77")).isNotEmpty();
      long start = System.nanoTime();
      pool.shutdownNow();
      assertThatThrownBy(run::get).hasCauseInstanceOf(InterruptedException.class);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
      assertThat(commandsWith("77.77")).isEmpty();
    }
  }

  @Test
  void closingTheConnectorEndsItsSandboxes() throws Exception {
    try (var pool = Executors.newSingleThreadExecutor()) {
      Sandboxed box = Sandboxed.open(folder);
      Future<ConnectorResult> run = pool.submit(() -> box.shell("touch here; sleep 66.66"));
      await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(folder.resolve("here")));
      box.close();
      await().atMost(Duration.ofSeconds(5)).until(() -> commandsWith("66.66").isEmpty());
      assertThat(run.get()).isInstanceOf(ConnectorResult.Failed.class);
    }
  }

  @Test
  void withoutControlGroupsTheResultSaysSoAndProcessesAreStillLimited() throws Exception {
    SandboxHost host =
        new SandboxHost(
            SandboxConfiguration.standard(),
            HostTools.system(),
            UidRule.NEVER_ROOT,
            HostProcesses::anyOf,
            new NoCgroups(),
            Protections.ALL);
    try (Sandboxed box = Sandboxed.open(Sandboxed.connector(host), folder)) {
      box.settings.put("memoryMb", 64).put("processes", 10);
      ConnectorResult.Failed failed =
          failed(box.python("x = []\nwhile True: x.append(bytearray(1 << 20))"));
      assertThat(failed.code()).isEqualTo("memory");
      assertThat(failed.sandbox()).contains("per process only").contains("cpu not limited");
      succeeded(
          box.python(
              """
              import os, time
              n = 0
              try:
                  while True:
                      if os.fork() == 0: time.sleep(30)
                      n += 1
              except BlockingIOError:
                  print(n)
              """));
      assertThat(Integer.parseInt(box.stdout.toString().strip())).isBetween(5, 10);
    }
  }

  @Test
  void saysWhatToInstall() {
    HostTools nothing = new HostTools(List.of(folder));
    try (SandboxConnector connector =
        Sandboxed.connector(
            new SandboxHost(SandboxConfiguration.standard(), nothing, UidRule.NEVER_ROOT))) {
      assertThat(connector.availability().available()).isFalse();
      assertThat(connector.availability().reason()).contains("apt-get install bubblewrap");
    }
  }

  @Test
  void leavesNoFolderGroupOrMountBehind() throws Exception {
    long mounts = Files.readAllLines(Path.of("/proc/self/mounts")).size();
    try (Sandboxed box = Sandboxed.open(folder)) {
      for (int i = 0; i < 10; i++) {
        succeeded(box.shell("true"));
      }
      box.timeout = Duration.ofMillis(300);
      failed(box.shell("sleep 5"));
      String own = "aleff-sandbox-" + ProcessHandle.current().pid() + "-";
      try (var areas = Files.list(Path.of("/tmp"))) {
        for (Path area :
            areas.filter(each -> each.getFileName().toString().startsWith(own)).toList()) {
          try (var entries = Files.list(area)) {
            assertThat(entries.map(each -> each.getFileName().toString()))
                .noneMatch(each -> each.startsWith("x"));
          }
        }
      }
    }
    try (var groups = Files.walk(Path.of("/sys/fs/cgroup"), 4)) {
      assertThat(groups.map(Path::getFileName).map(String::valueOf))
          .noneMatch(each -> each.startsWith("aleff-" + ProcessHandle.current().pid() + "-s"));
    }
    assertThat(Files.readAllLines(Path.of("/proc/self/mounts"))).hasSize((int) mounts);
  }

  private int hostUidOfOneSandbox(Sandboxed box) throws Exception {
    try (var pool = Executors.newSingleThreadExecutor()) {
      Future<ConnectorResult> run = pool.submit(() -> box.shell("sleep 55.55 & wait"));
      await().atMost(Duration.ofSeconds(20)).until(() -> !commandsWith("sleep 55.55").isEmpty());
      long pid = commandsWith("sleep 55.55").getLast();
      int uid = HostProcesses.uidOf(pid).orElseThrow();
      pool.shutdownNow();
      assertThatThrownBy(run::get).hasCauseInstanceOf(InterruptedException.class);
      return uid;
    }
  }

  private SandboxConnector connectorFor(int uid, UidRule rule) {
    SandboxConfiguration configuration =
        new SandboxConfiguration(Path.of("/tmp"), folder.resolve("lock"), uid, 1);
    return Sandboxed.connector(
        new SandboxHost(
            configuration,
            HostTools.system(),
            rule,
            user -> false,
            new NoCgroups(),
            Protections.ALL));
  }

  private static List<Long> commandsWith(String text) throws Exception {
    try (var processes = ProcessHandle.allProcesses()) {
      return processes
          .filter(each -> each.info().commandLine().filter(line -> line.endsWith(text)).isPresent())
          .map(ProcessHandle::pid)
          .sorted()
          .collect(Collectors.toList());
    }
  }

  private static void assumeRoot() {
    assumeTrue(SandboxHost.ownUid() == 0, "Only root gives sandboxes users of their own.");
  }
}
