package io.aleff.sandbox.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Groups in the unified hierarchy. A group that holds processes cannot pass controllers on to
 * groups below it, so a delegated group's processes are first moved one level down.
 */
public final class CgroupsV2 implements Cgroups {

  private static final List<String> WANTED = List.of("memory", "pids", "cpu");
  private static final int PERIOD = 100_000;

  private final Path parent;
  private final Set<String> controllers;

  private CgroupsV2(Path parent, Set<String> controllers) {
    this.parent = parent;
    this.controllers = controllers;
  }

  static Optional<Cgroups> open(CgroupMounts mounts) {
    Path own = mounts.unified();
    Path top = mounts.unifiedTop();
    if (own == null || top == null) {
      return Optional.empty();
    }
    // An engine started before may have moved itself down already.
    Path above = own.getParent();
    boolean moved = own.endsWith(CgroupFiles.PREFIX + "engine") && above != null;
    Optional<Cgroups> delegated = openAt(moved && above != null ? above : own);
    // The real root of the hierarchy may hold processes and pass controllers on.
    return delegated.isPresent() || Files.exists(top.resolve("cgroup.type"))
        ? delegated
        : openAt(top);
  }

  private static Optional<Cgroups> openAt(Path parent) {
    if (!Files.isWritable(parent.resolve("cgroup.subtree_control"))) {
      return Optional.empty();
    }
    try {
      Set<String> offered = words(parent.resolve("cgroup.controllers"));
      offered.retainAll(WANTED);
      if (offered.isEmpty()) {
        return Optional.empty();
      }
      enable(parent, offered);
      return Optional.of(new CgroupsV2(parent, offered));
    } catch (IOException notDelegated) {
      return Optional.empty();
    }
  }

  /** The group that a process is in. */
  static Optional<Cgroup> reading(CgroupMounts mounts) {
    return Optional.ofNullable(mounts.unified()).map(Group::new);
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(
        "cgroup v2",
        controllers.contains("memory"),
        controllers.contains("pids"),
        controllers.contains("cpu"),
        true);
  }

  @Override
  public Cgroup create(String name, Limits limits) throws IOException {
    Path folder = parent.resolve(CgroupFiles.folderName(name));
    Files.createDirectory(folder);
    Group group = new Group(folder);
    try {
      limit(folder, limits);
      return group;
    } catch (IOException e) {
      group.close();
      throw e;
    }
  }

  @Override
  public void removeLeftovers() {
    CgroupFiles.removeLeftovers(parent);
  }

  private void limit(Path folder, Limits limits) throws IOException {
    if (controllers.contains("memory")) {
      CgroupFiles.write(folder.resolve("memory.max"), Long.toString(limits.memoryBytes()));
      Path swap = folder.resolve("memory.swap.max");
      if (Files.exists(swap)) {
        CgroupFiles.write(swap, "0");
      }
    }
    if (controllers.contains("pids")) {
      CgroupFiles.write(folder.resolve("pids.max"), Integer.toString(limits.processes()));
    }
    if (controllers.contains("cpu")) {
      long quota = Math.round(PERIOD * limits.cpus());
      CgroupFiles.write(folder.resolve("cpu.max"), quota + " " + PERIOD);
    }
  }

  private static void enable(Path parent, Set<String> offered) throws IOException {
    Set<String> missing = new LinkedHashSet<>(offered);
    missing.removeAll(words(parent.resolve("cgroup.subtree_control")));
    if (missing.isEmpty()) {
      return;
    }
    String change = "+" + String.join(" +", missing);
    Path control = parent.resolve("cgroup.subtree_control");
    try {
      CgroupFiles.write(control, change);
    } catch (IOException holdsProcesses) {
      moveOwnProcessesDown(parent);
      CgroupFiles.write(control, change);
    }
  }

  /** Only a group that nobody else's processes are in was delegated to this engine. */
  private static void moveOwnProcessesDown(Path parent) throws IOException {
    List<String> members = Files.readAllLines(parent.resolve("cgroup.procs"));
    for (String each : members) {
      if (!isOwn(Long.parseLong(each))) {
        throw new IOException("Other processes are in " + parent + ".");
      }
    }
    Path engine = parent.resolve(CgroupFiles.PREFIX + "engine");
    Files.createDirectories(engine);
    for (String each : members) {
      CgroupFiles.write(engine.resolve("cgroup.procs"), each);
    }
  }

  private static boolean isOwn(long pid) {
    Optional<ProcessHandle> process = ProcessHandle.of(pid);
    while (process.isPresent()) {
      if (process.get().equals(ProcessHandle.current())) {
        return true;
      }
      process = process.get().parent();
    }
    return false;
  }

  private static Set<String> words(Path file) throws IOException {
    return new LinkedHashSet<>(
        new ArrayList<>(Arrays.asList(Files.readString(file).strip().split("\\s+"))));
  }

  private record Group(Path folder) implements Cgroup {

    @Override
    public List<Path> joinFiles() {
      return List.of(folder.resolve("cgroup.procs"));
    }

    @Override
    public boolean ranOutOfMemory() {
      return CgroupFiles.keyed(folder.resolve("memory.events"), "oom_kill") > 0;
    }

    @Override
    public long peakMemoryBytes() {
      return CgroupFiles.number(folder.resolve("memory.peak"));
    }

    @Override
    public long cpuMillis() {
      return CgroupFiles.keyed(folder.resolve("cpu.stat"), "usage_usec") / 1_000;
    }

    @Override
    public void kill() {
      try {
        CgroupFiles.write(folder.resolve("cgroup.kill"), "1");
      } catch (IOException olderKernel) {
        CgroupFiles.killAll(folder);
      }
    }

    @Override
    public void close() {
      CgroupFiles.remove(folder);
    }
  }
}
