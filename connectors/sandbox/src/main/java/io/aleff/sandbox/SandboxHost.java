package io.aleff.sandbox;

import io.aleff.sandbox.cgroup.Cgroups;
import io.aleff.sandbox.seccomp.Architecture;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What this machine offers to sandboxes, and the one thread that starts them: {@code
 * --die-with-parent} follows the thread, so it lives as long as the engine.
 */
final class SandboxHost implements AutoCloseable {

  private final SandboxConfiguration configuration;
  private final HostTools tools;
  private final UidRule uidRule;
  private final UidPool.InUse inUse;
  private final Cgroups cgroups;
  private final boolean root;
  private final Protections protections;
  private final SystemFiles system;
  private final ExecutorService launcher =
      Executors.newSingleThreadExecutor(
          task -> Thread.ofPlatform().daemon().name("sandbox-launcher").unstarted(task));
  private @Nullable StagingArea staging;
  private @Nullable UidPool uids;

  SandboxHost(SandboxConfiguration configuration, HostTools tools, UidRule uidRule) {
    this(configuration, tools, uidRule, Protections.ALL);
  }

  SandboxHost(
      SandboxConfiguration configuration,
      HostTools tools,
      UidRule uidRule,
      Protections protections) {
    this(configuration, tools, uidRule, HostProcesses::anyOf, Cgroups.detect(), protections);
  }

  SandboxHost(
      SandboxConfiguration configuration,
      HostTools tools,
      Protections protections,
      SystemFiles system) {
    this(
        configuration,
        tools,
        UidRule.NEVER_ROOT,
        HostProcesses::anyOf,
        Cgroups.detect(),
        protections,
        system);
  }

  SandboxHost(
      SandboxConfiguration configuration,
      HostTools tools,
      UidRule uidRule,
      UidPool.InUse inUse,
      Cgroups cgroups,
      Protections protections) {
    this(configuration, tools, uidRule, inUse, cgroups, protections, new SystemFiles.OfHost(tools));
  }

  private SandboxHost(
      SandboxConfiguration configuration,
      HostTools tools,
      UidRule uidRule,
      UidPool.InUse inUse,
      Cgroups cgroups,
      Protections protections,
      SystemFiles system) {
    this.system = system;
    this.configuration = configuration;
    this.tools = tools;
    this.uidRule = uidRule;
    this.inUse = inUse;
    this.cgroups = cgroups;
    this.protections = protections;
    this.root = ownUid() == 0;
    cgroups.removeLeftovers();
  }

  HostTools tools() {
    return tools;
  }

  /** What sandboxes of bubblewrap have as their system. */
  SystemFiles system() {
    return system;
  }

  Cgroups cgroups() {
    return cgroups;
  }

  Protections protections() {
    return protections;
  }

  UidRule uidRule() {
    return uidRule;
  }

  /** Whether the engine runs as root, and so each sandbox gets a user of its own. */
  boolean root() {
    return root;
  }

  static int ownUid() {
    return HostProcesses.uidOf(ProcessHandle.current().pid())
        .orElseThrow(() -> new IllegalStateException("/proc is not mounted."));
  }

  /**
   * What is missing before any sandbox can start, as sentences for the operator; empty when nothing
   * is.
   */
  List<String> problems() {
    List<String> problems = new ArrayList<>(tools.missing(root));
    if (Architecture.current().isEmpty()) {
      problems.add(
          "There is no system call filter for %s, expected x86-64 or AArch64."
              .formatted(System.getProperty("os.arch")));
    }
    return problems;
  }

  synchronized StagingArea staging() throws IOException {
    StagingArea area = staging;
    if (area == null) {
      Architecture architecture =
          Architecture.current().orElseThrow(() -> new IOException("No filter for this machine."));
      area = StagingArea.create(configuration.stagingParent(), architecture);
      staging = area;
    }
    return area;
  }

  /** A user id for one sandbox; empty when all are in use. Root only. */
  synchronized Optional<UidPool.Lease> leaseUid() throws IOException {
    UidPool pool = uids;
    if (pool == null) {
      pool =
          UidPool.open(
              configuration.lockFile(), inUse, configuration.firstUid(), configuration.uids());
      uids = pool;
    }
    return pool.lease();
  }

  /**
   * Starts a process from the permanent thread, with an empty environment.
   *
   * @param standardInput a file; null for a pipe
   */
  Process launch(List<String> command, @Nullable Path standardInput) throws IOException {
    Future<Process> started =
        launcher.submit(
            () -> start(command, standardInput == null ? null : standardInput.toFile()));
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return started.get();
        } catch (InterruptedException e) {
          // Starting takes milliseconds; the caller must get the process to be able to kill it.
          interrupted = true;
        } catch (ExecutionException e) {
          throw new IOException("The sandbox cannot be started.", e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  List<Enforcement> enforcement() {
    Cgroups.Capabilities groups = cgroups.capabilities();
    String version = groups.version();
    Enforcement.Level perProcess = Enforcement.Level.PER_PROCESS;
    List<Enforcement> lines = new ArrayList<>();
    lines.add(
        Enforcement.total(
            "user", root ? "a distinct host user for each sandbox" : "the engine's own user"));
    lines.add(Enforcement.total("network", "none, in a network namespace of its own"));
    lines.add(Enforcement.total("system calls", "seccomp filter"));
    lines.add(Enforcement.total("child processes", "seccomp filter, where a profile forbids them"));
    lines.add(Enforcement.total("files", "read-only system, private /tmp, the step's workspace"));
    lines.add(system.enforcement());
    lines.add(
        groups.memory()
            ? Enforcement.total("memory", version)
            : new Enforcement("memory", perProcess, "rlimit"));
    lines.add(Enforcement.total("processes", groups.processes() ? version : "rlimit"));
    lines.add(
        groups.cpu()
            ? Enforcement.total("cpus", version)
            : new Enforcement("cpus", Enforcement.Level.NONE, ""));
    lines.add(
        groups.cpuTime()
            ? Enforcement.total("cpu time", version + ", within half a second")
            : new Enforcement("cpu time", perProcess, "rlimit"));
    lines.add(Enforcement.total("time", "the whole sandbox is killed"));
    lines.add(Enforcement.total("output", "both streams together"));
    lines.add(Enforcement.total("disk", "one file at once, all files within half a second"));
    lines.add(Enforcement.total("files out", "counted before anything is copied"));
    lines.add(Enforcement.total("temporary files", "size of tmpfs"));
    lines.add(new Enforcement("open files", perProcess, "rlimit"));
    return lines;
  }

  @Override
  public void close() {
    launcher.shutdownNow();
    try {
      if (!launcher.awaitTermination(5, TimeUnit.SECONDS)) {
        throw new IllegalStateException("The launcher of sandboxes does not end.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      if (staging != null) {
        staging.close();
      }
    }
    system.close();
  }

  private Process start(List<String> command, @Nullable File standardInput) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    if (protections.has(Protection.ENVIRONMENT)) {
      builder.environment().clear();
    }
    builder.directory(new File("/"));
    if (standardInput != null) {
      builder.redirectInput(standardInput);
    }
    return builder.start();
  }

  /** True when a program of the sandbox must not be followed into the given folder. */
  static boolean isPlainFolder(Path path) {
    return Files.isDirectory(path, java.nio.file.LinkOption.NOFOLLOW_LINKS);
  }
}
