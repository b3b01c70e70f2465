package io.aleff.sandbox;

import io.aleff.connector.OutputSink;
import io.aleff.connector.SandboxProfile;
import io.aleff.sandbox.cgroup.Cgroup;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sandbox of bubblewrap that waits for its one program. Its workspace is a folder of its own,
 * into which the step's files are moved.
 */
final class WarmBubblewrap implements WarmSandbox {

  private static final Logger LOG = LoggerFactory.getLogger(WarmBubblewrap.class);
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(10);

  private final SandboxHost host;
  private final SandboxLimits limits;
  private final WarmStart start;
  private final Confinement confinement;
  private final TemporaryFolder folder;
  private final WorkspaceOwner owner;
  private final SandboxProcess process;

  private WarmBubblewrap(
      SandboxHost host,
      SandboxLimits limits,
      WarmStart start,
      Confinement confinement,
      TemporaryFolder folder,
      SandboxProcess process) {
    this.host = host;
    this.limits = limits;
    this.start = start;
    this.confinement = confinement;
    this.folder = folder;
    this.owner = SandboxExecution.owner(host, folder.path(), confinement);
    this.process = process;
  }

  /**
   * Starts one; it is not ready yet.
   *
   * @param interpreter of the profile, seen before
   */
  static WarmBubblewrap start(
      SandboxHost host,
      SandboxProfile profile,
      String interpreter,
      SandboxLimits limits,
      PoolFolders folders)
      throws IOException, Confinement.RefusedException {
    Confinement confinement = Confinement.open(host, limits);
    TemporaryFolder folder = null;
    try {
      folder = folders.create();
      SandboxProgram nothing =
          new SandboxProgram(profile, Map.of(), profile.source(), List.of(), "", Map.of());
      WarmStart start = WarmStart.of(profile, interpreter);
      return new WarmBubblewrap(
          host,
          limits,
          start,
          confinement,
          folder,
          launch(host, limits, nothing, start, confinement, folder.path()));
    } catch (IOException | RuntimeException e) {
      if (folder != null) {
        StagingArea.deleteQuietly(folder.path());
      }
      confinement.close();
      throw e;
    }
  }

  private static SandboxProcess launch(
      SandboxHost host,
      SandboxLimits limits,
      SandboxProgram nothing,
      WarmStart start,
      Confinement confinement,
      Path folder)
      throws IOException {
    confinement.layOut(nothing);
    SandboxExecution.owner(host, folder, confinement).handOver(confinement.owner());
    StagingArea.Execution stage = confinement.stage();
    List<String> command =
        BubblewrapCommand.of(
            host.tools(),
            limits,
            nothing,
            start.words(),
            confinement.setting(folder),
            BubblewrapCommand.Input.LATER);
    Process started = host.launch(command, null);
    return new SandboxProcess(started, stage, confinement.cgroup(), confinement.uid());
  }

  @Override
  public void awaitReady() throws IOException, InterruptedException {
    tell(start.hello());
    long deadline = System.nanoTime() + STARTS_WITHIN.toNanos();
    while (process.standardOutput().available() == 0) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IOException("A waiting sandbox does not start: " + complaint());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
    if (process.standardOutput().read() != WarmStart.READY) {
      throw new IOException("A waiting sandbox says something else than that it is ready.");
    }
    process.remember();
  }

  private String complaint() throws IOException {
    int there = Math.min(process.standardError().available(), 2_000);
    return new String(process.standardError().readNBytes(there), StandardCharsets.UTF_8).strip();
  }

  @Override
  public boolean isHealthy() {
    return process.isAlive();
  }

  @Override
  public Optional<SandboxReport> run(SandboxOrder order, OutputSink output)
      throws InterruptedException {
    Path workspace = order.workspace().toAbsolutePath();
    LentWorkspace lent = new LentWorkspace(workspace, folder.path());
    Optional<byte[]> message = start.tell(order.program(), limits);
    if (message.isEmpty() || !SandboxHost.isPlainFolder(workspace) || !lent.isLent()) {
      return Optional.empty();
    }
    boolean back = false;
    try {
      Optional<SandboxReport> report =
          began(order, message.get()) ? Optional.of(watched(order, output)) : Optional.empty();
      lent.giveBack();
      back = true;
      return report;
    } catch (IOException e) {
      LOG.warn("A sandbox from the pool could not be run to its end.", e);
      return Optional.of(
          SandboxReport.refused("The sandbox could not be watched: " + e.getMessage(), false));
    } finally {
      if (!back) {
        rescue(lent);
      }
    }
  }

  /** What a survivor may still write to stays where it is. */
  private void rescue(LentWorkspace lent) {
    process.destroy();
    if (process.isDead()) {
      try {
        owner.takeBack(0);
        lent.giveBack();
      } catch (IOException e) {
        LOG.warn("Files of a step that failed could not be given back.", e);
      }
    }
  }

  /** False when the program was not started and never will be. */
  private boolean began(SandboxOrder order, byte[] message) throws IOException {
    try {
      owner.handOver(confinement.owner());
      confinement.layOut(order.program());
      tell(message);
      return true;
    } catch (IOException e) {
      LOG.warn("A waiting sandbox cannot be used; a fresh one is taken.", e);
      process.destroy();
      SandboxExecution.takeBack(process, owner, confinement);
      return false;
    }
  }

  private SandboxReport watched(SandboxOrder order, OutputSink output)
      throws IOException, InterruptedException {
    Cgroup cgroup = confinement.cgroup();
    long cpuBefore = Math.max(0, cgroup.cpuMillis());
    long began = System.nanoTime();
    SandboxOutput read = process.read(output, SandboxExecution.outputBytes(host, limits));
    LimitWatch watch =
        new LimitWatch(
            order.in(folder.path()), () -> cgroup.cpuMillis() - cpuBefore, host.protections());
    SandboxEnd.Cause cause;
    try {
      cause = process.await(SandboxExecution.deadline(host, order), watch, read);
    } catch (InterruptedException cancelled) {
      SandboxExecution.takeBack(process, owner, confinement);
      throw cancelled;
    }
    WorkspaceOwner.Inventory inventory = SandboxExecution.takeBack(process, owner, confinement);
    long cpu = cgroup.cpuMillis();
    return new SandboxEnd(
            cause,
            process.exitCode(),
            cgroup.ranOutOfMemory(),
            !host.cgroups().capabilities().memory(),
            inventory,
            read.standardOutput(),
            read.standardError(),
            order.timeout(),
            new SandboxReport.Usage(
                Duration.ofNanos(System.nanoTime() - began),
                cpu < 0 ? -1 : cpu - cpuBefore,
                cgroup.peakMemoryBytes(),
                process.io()))
        .report(
            limits, host.protections(), confinement.describe(order.network()) + ", from the pool");
  }

  private void tell(byte[] message) throws IOException {
    OutputStream input = process.standardInput();
    input.write(message);
    input.flush();
  }

  @Override
  public void close() {
    if (!process.isDead()) {
      process.destroy();
    }
    if (!process.isDead()) {
      LOG.error("{} Its folder and its user id stay taken.", confinement.survived().getMessage());
    }
    try (folder) {
      process.standardInput().close();
    } catch (IOException e) {
      LOG.warn("A folder of a waiting sandbox cannot be deleted; the next start tries again.", e);
    } finally {
      confinement.close();
    }
  }
}
