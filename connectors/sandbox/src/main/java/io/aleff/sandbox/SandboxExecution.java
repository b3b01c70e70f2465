package io.aleff.sandbox;

import io.aleff.connector.OutputSink;
import io.aleff.sandbox.cgroup.Cgroup;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One execution from the lease of a user id to the workspace that comes back. */
final class SandboxExecution {

  private static final Logger LOG = LoggerFactory.getLogger(SandboxExecution.class);

  /** The program's own input is opened in the sandbox. */
  private static final Path NO_INPUT = Path.of("/dev/null");

  private final SandboxHost host;
  private final SandboxOrder order;
  private final SandboxLimits limits;
  private final OutputSink output;
  private final Path workspace;

  SandboxExecution(SandboxHost host, SandboxOrder order, OutputSink output) {
    this.host = host;
    this.order = order;
    this.limits = order.limits();
    this.output = output;
    this.workspace = order.workspace().toAbsolutePath();
  }

  SandboxReport run() throws InterruptedException {
    if (!SandboxHost.isPlainFolder(workspace)) {
      return SandboxReport.refused("The workspace is not a folder.", false);
    }
    try (Confinement confinement = Confinement.open(host, limits)) {
      return execute(confinement);
    } catch (Confinement.RefusedException e) {
      return SandboxReport.refused(String.valueOf(e.getMessage()), e.retry());
    } catch (IOException e) {
      LOG.warn("A sandbox could not be prepared.", e);
      return SandboxReport.refused("The sandbox could not be prepared: " + reason(e), false);
    }
  }

  private SandboxReport execute(Confinement confinement) throws IOException, InterruptedException {
    confinement.layOut(order.program());
    List<String> command =
        BubblewrapCommand.of(host.tools(), limits, order.program(), confinement.setting(workspace));
    long start = System.nanoTime();
    WorkspaceOwner owner = owner(host, workspace, confinement);
    SandboxProcess process = launch(command, confinement, owner);
    Cgroup cgroup = confinement.cgroup();
    SandboxOutput read = process.read(output, outputBytes(host, limits));
    SandboxEnd.Cause cause;
    try {
      LimitWatch watch = new LimitWatch(order, cgroup::cpuMillis, host.protections());
      cause = process.await(deadline(host, order), watch, read);
    } catch (InterruptedException cancelled) {
      takeBack(process, owner, confinement);
      throw cancelled;
    }
    WorkspaceOwner.Inventory inventory = takeBack(process, owner, confinement);
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
                Duration.ofNanos(System.nanoTime() - start),
                cgroup.cpuMillis(),
                cgroup.peakMemoryBytes(),
                process.io()))
        .report(limits, host.protections(), confinement.describe(order.network()));
  }

  static WorkspaceOwner owner(SandboxHost host, Path workspace, Confinement confinement) {
    return new WorkspaceOwner(
        workspace, confinement.chown(), host.protections().has(Protection.CLEAN_RETURN));
  }

  static Duration deadline(SandboxHost host, SandboxOrder order) {
    return host.protections().has(Protection.DEADLINE) ? order.timeout() : Duration.ofDays(1);
  }

  static long outputBytes(SandboxHost host, SandboxLimits limits) {
    return host.protections().has(Protection.OUTPUT)
        ? SandboxLimits.megabytes(limits.outputMb())
        : Long.MAX_VALUE;
  }

  private SandboxProcess launch(List<String> command, Confinement confinement, WorkspaceOwner owner)
      throws IOException {
    StagingArea.Execution stage = confinement.stage();
    try {
      owner.handOver(confinement.owner());
      Process started = host.launch(command, NO_INPUT);
      return new SandboxProcess(started, stage, confinement.cgroup(), confinement.uid());
    } catch (IOException e) {
      owner.takeBack(0);
      throw e;
    }
  }

  static WorkspaceOwner.Inventory takeBack(
      SandboxProcess process, WorkspaceOwner owner, Confinement confinement) throws IOException {
    if (!process.isDead()) {
      throw confinement.survived();
    }
    return owner.takeBack(0);
  }

  private static String reason(IOException e) {
    Throwable cause = e.getCause();
    return cause == null ? String.valueOf(e.getMessage()) : e.getMessage() + " " + cause;
  }
}
