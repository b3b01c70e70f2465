package io.aleff.sandbox;

import io.aleff.connector.OutputSink;
import io.aleff.sandbox.cgroup.Cgroup;
import io.aleff.sandbox.cgroup.Cgroups;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One execution from the lease of a user id to the workspace that comes back. */
final class SandboxExecution {

  private static final Logger LOG = LoggerFactory.getLogger(SandboxExecution.class);
  private static final AtomicLong NUMBERS = new AtomicLong();

  /** The start script, bubblewrap and the first process of the sandbox are processes, too. */
  private static final int OWN_PROCESSES = 3;

  private static final int UNLIMITED = 4_194_304;

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
    try {
      return host.root() ? runAsLeasedUser() : runAsOwnUser();
    } catch (IOException e) {
      LOG.warn("A sandbox could not be prepared.", e);
      return SandboxReport.refused("The sandbox could not be prepared: " + reason(e), false);
    }
  }

  private SandboxReport runAsLeasedUser() throws IOException, InterruptedException {
    Optional<UidPool.Lease> leased = host.leaseUid();
    if (leased.isEmpty()) {
      return SandboxReport.refused("Every user id for sandboxes is in use.", true);
    }
    UidPool.Lease lease = leased.get();
    boolean over = true;
    try {
      if (!host.uidRule().permits(lease.uid())) {
        return refusedUser(lease.uid());
      }
      return confined(lease.uid(), "uid " + lease.uid());
    } catch (SurvivorException e) {
      // The id stays taken: no other sandbox may ever share it with what is still alive.
      over = false;
      throw new IOException(e.getMessage(), e);
    } finally {
      if (over) {
        lease.close();
      }
    }
  }

  private SandboxReport runAsOwnUser() throws IOException, InterruptedException {
    int uid = SandboxHost.ownUid();
    if (!host.uidRule().permits(uid)) {
      return refusedUser(uid);
    }
    try {
      return confined(null, "uid " + uid + " in a user namespace");
    } catch (SurvivorException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private SandboxReport refusedUser(int uid) {
    return SandboxReport.refused("A sandbox never runs as host user %d.".formatted(uid), false);
  }

  private SandboxReport confined(@Nullable Integer uid, String user)
      throws IOException, InterruptedException, SurvivorException {
    Cgroups.Capabilities groups = host.cgroups().capabilities();
    String name = "s" + NUMBERS.incrementAndGet();
    WorkspaceOwner owner =
        new WorkspaceOwner(workspace, uid != null, host.protections().has(Protection.CLEAN_RETURN));
    try (StagingArea.Execution stage =
            host.staging().prepare(order.program(), uid == null ? 0 : uid, uid != null);
        Cgroup cgroup = host.cgroups().create(name, totals())) {
      BubblewrapCommand.Setting setting =
          new BubblewrapCommand.Setting(
              host.staging().etc(),
              host.staging().seccomp(limits.childProcesses()),
              stage,
              workspace,
              cgroup.joinFiles(),
              uid,
              !groups.memory(),
              host.protections());
      List<String> command = BubblewrapCommand.of(host.tools(), limits, order.program(), setting);
      return execute(command, stage, cgroup, owner, uid, describe(user, groups));
    }
  }

  private Cgroups.Limits totals() {
    Protections protections = host.protections();
    return new Cgroups.Limits(
        protections.has(Protection.MEMORY) ? limits.memoryBytes() : Long.MAX_VALUE >> 16,
        protections.has(Protection.PROCESS_COUNT) ? limits.processes() + OWN_PROCESSES : UNLIMITED,
        protections.has(Protection.CPU_SHARE) ? limits.cpus() : 1_000);
  }

  private SandboxReport execute(
      List<String> command,
      StagingArea.Execution stage,
      Cgroup cgroup,
      WorkspaceOwner owner,
      @Nullable Integer uid,
      String sandbox)
      throws IOException, InterruptedException, SurvivorException {
    long start = System.nanoTime();
    SandboxProcess process = launch(command, stage, cgroup, owner, uid);
    LimitWatch watch = new LimitWatch(order, cgroup::cpuMillis, host.protections());
    SandboxEnd.Cause cause;
    try {
      cause = process.await(deadline(), watch);
    } catch (InterruptedException cancelled) {
      takeBack(process, owner, sandbox);
      throw cancelled;
    }
    WorkspaceOwner.Inventory inventory = takeBack(process, owner, sandbox);
    return new SandboxEnd(
            cause,
            process.exitCode(),
            cgroup.ranOutOfMemory(),
            !host.cgroups().capabilities().memory(),
            inventory,
            process.standardOutput(),
            process.standardError(),
            order.timeout(),
            new SandboxReport.Usage(
                Duration.ofNanos(System.nanoTime() - start),
                cgroup.cpuMillis(),
                cgroup.peakMemoryBytes()))
        .report(limits, host.protections(), sandbox);
  }

  private Duration deadline() {
    return host.protections().has(Protection.DEADLINE) ? order.timeout() : Duration.ofDays(1);
  }

  private SandboxProcess launch(
      List<String> command,
      StagingArea.Execution stage,
      Cgroup cgroup,
      WorkspaceOwner owner,
      @Nullable Integer uid)
      throws IOException {
    try {
      owner.handOver(uid == null ? 0 : uid);
      return new SandboxProcess(
          host.launch(command),
          stage.status(),
          cgroup,
          uid,
          output,
          host.protections().has(Protection.OUTPUT)
              ? SandboxLimits.megabytes(limits.outputMb())
              : Long.MAX_VALUE);
    } catch (IOException e) {
      owner.takeBack(0);
      throw e;
    }
  }

  private static WorkspaceOwner.Inventory takeBack(
      SandboxProcess process, WorkspaceOwner owner, String sandbox)
      throws IOException, SurvivorException {
    if (!process.isDead()) {
      throw new SurvivorException("A process of the sandbox (%s) survived.".formatted(sandbox));
    }
    return owner.takeBack(0);
  }

  private String describe(String user, Cgroups.Capabilities groups) {
    return "bubblewrap %s, %s, seccomp, memory %d MB %s, %d processes, %s%s%s"
        .formatted(
            user,
            order.network(),
            limits.memoryMb(),
            groups.memory() ? "in total" : "per process only",
            limits.processes(),
            groups.cpu()
                ? "%s cpu".formatted(String.format(Locale.ROOT, "%.1f", limits.cpus()))
                : "cpu not limited",
            groups.version().isEmpty() ? "" : ", " + groups.version(),
            limits.childProcesses() ? "" : ", no child processes");
  }

  private static String reason(IOException e) {
    Throwable cause = e.getCause();
    return cause == null ? String.valueOf(e.getMessage()) : e.getMessage() + " " + cause;
  }

  /** Something of a sandbox is still alive although it was killed. */
  private static final class SurvivorException extends Exception {
    SurvivorException(String message) {
      super(message);
    }
  }
}
