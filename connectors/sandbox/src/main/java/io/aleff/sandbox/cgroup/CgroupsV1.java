package io.aleff.sandbox.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Groups below this process's own in each version 1 hierarchy that can be written. */
public final class CgroupsV1 implements Cgroups {

  private static final List<String> WANTED = List.of("memory", "pids", "cpu", "cpuacct");
  private static final int PERIOD = 100_000;

  /** Parent folder by controller. */
  private final Map<String, Path> parents;

  private CgroupsV1(Map<String, Path> parents) {
    this.parents = parents;
  }

  static Optional<CgroupsV1> open(CgroupMounts mounts) {
    Map<String, Path> parents = new HashMap<>();
    for (String controller : WANTED) {
      Path folder = mounts.controllers().get(controller);
      if (folder != null && Files.isWritable(folder.resolve("cgroup.procs"))) {
        parents.put(controller, folder);
      }
    }
    parents.values().removeIf(each -> !canMakeGroups(each));
    return parents.isEmpty() ? Optional.empty() : Optional.of(new CgroupsV1(parents));
  }

  /** The group that a process is in. */
  static Cgroup reading(CgroupMounts mounts) {
    Map<String, Path> folders = new HashMap<>(mounts.controllers());
    folders.keySet().retainAll(WANTED);
    return new Group(folders);
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(
        "cgroup v1",
        parents.containsKey("memory"),
        parents.containsKey("pids"),
        parents.containsKey("cpu"),
        parents.containsKey("cpuacct"));
  }

  @Override
  public Cgroup create(String name, Limits limits) throws IOException {
    Map<String, Path> folders = new HashMap<>();
    for (Map.Entry<String, Path> each : parents.entrySet()) {
      folders.put(each.getKey(), each.getValue().resolve(CgroupFiles.folderName(name)));
    }
    Group group = new Group(folders);
    try {
      for (Path each : group.distinct()) {
        Files.createDirectory(each);
      }
      for (Map.Entry<String, Path> each : folders.entrySet()) {
        limit(each.getKey(), each.getValue(), limits);
      }
      return group;
    } catch (IOException e) {
      group.close();
      throw e;
    }
  }

  @Override
  public void removeLeftovers() {
    parents.values().forEach(CgroupFiles::removeLeftovers);
  }

  private static void limit(String controller, Path folder, Limits limits) throws IOException {
    switch (controller) {
      case "memory" -> {
        String bytes = Long.toString(limits.memoryBytes());
        CgroupFiles.write(folder.resolve("memory.limit_in_bytes"), bytes);
        Path withSwap = folder.resolve("memory.memsw.limit_in_bytes");
        if (Files.exists(withSwap)) {
          CgroupFiles.write(withSwap, bytes);
        }
      }
      case "pids" ->
          CgroupFiles.write(folder.resolve("pids.max"), Integer.toString(limits.processes()));
      case "cpuacct" -> {
        // Counts by itself.
      }
      default -> {
        CgroupFiles.write(folder.resolve("cpu.cfs_period_us"), Integer.toString(PERIOD));
        CgroupFiles.write(
            folder.resolve("cpu.cfs_quota_us"), Long.toString(Math.round(PERIOD * limits.cpus())));
      }
    }
  }

  private static boolean canMakeGroups(Path parent) {
    Path probe = parent.resolve(CgroupFiles.folderName("probe" + System.nanoTime()));
    try {
      Files.createDirectory(probe);
      Files.delete(probe);
      return true;
    } catch (IOException readOnly) {
      return false;
    }
  }

  private record Group(Map<String, Path> folders) implements Cgroup {

    Set<Path> distinct() {
      return new LinkedHashSet<>(folders.values());
    }

    @Override
    public List<Path> joinFiles() {
      List<Path> files = new ArrayList<>();
      distinct().forEach(each -> files.add(each.resolve("cgroup.procs")));
      return files;
    }

    @Override
    public boolean ranOutOfMemory() {
      Path memory = folders.get("memory");
      return memory != null
          && CgroupFiles.keyed(memory.resolve("memory.oom_control"), "oom_kill") > 0;
    }

    @Override
    public long peakMemoryBytes() {
      Path memory = folders.get("memory");
      return memory == null ? -1 : CgroupFiles.number(memory.resolve("memory.max_usage_in_bytes"));
    }

    @Override
    public long cpuMillis() {
      Path time = folders.get("cpuacct");
      long nanos = time == null ? -1 : CgroupFiles.number(time.resolve("cpuacct.usage"));
      return nanos < 0 ? -1 : nanos / 1_000_000;
    }

    @Override
    public void kill() {
      distinct().forEach(CgroupFiles::killAll);
    }

    @Override
    public void close() {
      distinct().forEach(CgroupFiles::remove);
    }
  }
}
