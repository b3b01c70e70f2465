package io.aleff.sandbox;

import io.aleff.sandbox.cgroup.Cgroup;
import io.aleff.sandbox.cgroup.Cgroups;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What one sandbox of bubblewrap holds on the host: a user id, a folder and a control group. All of
 * it is given back when it is closed, but the id of a sandbox of which something survived.
 */
final class Confinement implements AutoCloseable {

  private static final AtomicLong NUMBERS = new AtomicLong();

  /** The start script, bubblewrap and the first process of the sandbox are processes, too. */
  private static final int OWN_PROCESSES = 3;

  private static final int UNLIMITED = 4_194_304;

  private final SandboxHost host;
  private final SandboxLimits limits;
  private final UidPool.@Nullable Lease lease;
  private final StagingArea.Execution stage;
  private final Cgroup cgroup;
  private boolean survived;

  private Confinement(
      SandboxHost host,
      SandboxLimits limits,
      UidPool.@Nullable Lease lease,
      StagingArea.Execution stage,
      Cgroup cgroup) {
    this.host = host;
    this.limits = limits;
    this.lease = lease;
    this.stage = stage;
    this.cgroup = cgroup;
  }

  /** Why there is no room for a sandbox. */
  static final class RefusedException extends Exception {
    private final boolean retry;

    RefusedException(String message, boolean retry) {
      super(message);
      this.retry = retry;
    }

    /** Whether the same may work later. */
    boolean retry() {
      return retry;
    }
  }

  static Confinement open(SandboxHost host, SandboxLimits limits)
      throws IOException, RefusedException {
    if (!host.root()) {
      permit(host, SandboxHost.ownUid());
      return within(host, limits, null);
    }
    Optional<UidPool.Lease> leased = host.leaseUid();
    if (leased.isEmpty()) {
      throw new RefusedException("Every user id for sandboxes is in use.", true);
    }
    UidPool.Lease lease = leased.get();
    try {
      permit(host, lease.uid());
      return within(host, limits, lease);
    } catch (IOException | RefusedException | RuntimeException e) {
      lease.close();
      throw e;
    }
  }

  private static void permit(SandboxHost host, int uid) throws RefusedException {
    if (!host.uidRule().permits(uid)) {
      throw new RefusedException("A sandbox never runs as host user %d.".formatted(uid), false);
    }
  }

  private static Confinement within(
      SandboxHost host, SandboxLimits limits, UidPool.@Nullable Lease lease) throws IOException {
    StagingArea.Execution stage = host.staging().prepare();
    try {
      String name = "s" + NUMBERS.incrementAndGet();
      Cgroup cgroup = host.cgroups().create(name, totals(limits, host.protections()));
      return new Confinement(host, limits, lease, stage, cgroup);
    } catch (IOException | RuntimeException e) {
      stage.close();
      throw e;
    }
  }

  private static Cgroups.Limits totals(SandboxLimits limits, Protections protections) {
    return new Cgroups.Limits(
        protections.has(Protection.MEMORY) ? limits.memoryBytes() : Long.MAX_VALUE >> 16,
        protections.has(Protection.PROCESS_COUNT) ? limits.processes() + OWN_PROCESSES : UNLIMITED,
        protections.has(Protection.CPU_SHARE) ? limits.cpus() : 1_000);
  }

  /** The user on the host; null when it is the engine's own. */
  @Nullable Integer uid() {
    return lease == null ? null : lease.uid();
  }

  /** The user as {@link WorkspaceOwner} wants it: 0 where files are not given away. */
  int owner() {
    return lease == null ? 0 : lease.uid();
  }

  boolean chown() {
    return lease != null;
  }

  StagingArea.Execution stage() {
    return stage;
  }

  Cgroup cgroup() {
    return cgroup;
  }

  /** Lays the program out where the sandbox sees it. */
  void layOut(SandboxProgram program) throws IOException {
    stage.layOut(program);
    if (chown()) {
      new WorkspaceOwner(stage.folder(), true, true).handOver(owner());
    }
  }

  BubblewrapCommand.Setting setting(Path workspace) throws IOException {
    return new BubblewrapCommand.Setting(
        host.system(),
        host.staging().etc(),
        host.staging().system(),
        host.staging().seccomp(limits.childProcesses()),
        stage,
        workspace,
        cgroup.joinFiles(),
        uid(),
        !host.cgroups().capabilities().memory(),
        host.cgroups().capabilities().cpuTime(),
        host.protections());
  }

  /** The id stays taken: no other sandbox may ever share it with what is still alive. */
  IOException survived() {
    survived = true;
    return new IOException("A process of the sandbox (%s) survived.".formatted(user()));
  }

  /** How programs in it are confined, for people. */
  String describe(String network) {
    Cgroups.Capabilities groups = host.cgroups().capabilities();
    return "bubblewrap %s, %s, %s, seccomp, memory %d MB %s, %d processes, %s%s%s"
        .formatted(
            user(),
            host.system().describe(),
            network,
            limits.memoryMb(),
            groups.memory() ? "in total" : "per process only",
            limits.processes(),
            groups.cpu()
                ? "%s cpu".formatted(String.format(Locale.ROOT, "%.1f", limits.cpus()))
                : "cpu not limited",
            groups.version().isEmpty() ? "" : ", " + groups.version(),
            limits.childProcesses() ? "" : ", no child processes");
  }

  private String user() {
    return lease == null
        ? "uid %d in a user namespace".formatted(SandboxHost.ownUid())
        : "uid " + lease.uid();
  }

  @Override
  public void close() {
    try {
      cgroup.close();
    } finally {
      stage.close();
      if (lease != null && !survived) {
        lease.close();
      }
    }
  }
}
