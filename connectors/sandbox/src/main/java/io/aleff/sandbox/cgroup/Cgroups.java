package io.aleff.sandbox.cgroup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Makes one control group for each sandbox. */
public sealed interface Cgroups permits CgroupsV1, CgroupsV2, NoCgroups {

  /** What the groups of this machine can limit in total. */
  Capabilities capabilities();

  /**
   * @param name unique, letters, digits and dashes
   */
  Cgroup create(String name, Limits limits) throws IOException;

  /** Removes groups that engines which no longer run have left behind. */
  void removeLeftovers();

  /** Looks at what this process may write; never fails, at worst nothing can be limited. */
  static Cgroups detect() {
    return detect(Path.of("/proc/self"));
  }

  static Cgroups detect(Path self) {
    try {
      CgroupMounts mounts = CgroupMounts.read(self);
      Optional<Cgroups> unified = CgroupsV2.open(mounts);
      if (unified.isPresent()) {
        return unified.get();
      }
      return CgroupsV1.open(mounts).map(Cgroups.class::cast).orElseGet(NoCgroups::new);
    } catch (IOException unreadable) {
      return new NoCgroups();
    }
  }

  /**
   * The group of a container, to be read only.
   *
   * @param pid of a process of it, which may be dead by now: then the kernel shows the group of
   *     everything, or another process has its number
   * @param container its id, which is part of its groups' names
   * @return empty when the process is not seen in a group of that container
   */
  static Optional<Cgroup> ofContainer(long pid, String container) {
    return ofContainer(
        Path.of("/proc", Long.toString(pid), "cgroup"), Path.of("/proc/self/mountinfo"), container);
  }

  static Optional<Cgroup> ofContainer(Path cgroup, Path mountinfo, String container) {
    try {
      CgroupMounts mounts = CgroupMounts.read(cgroup, mountinfo).named(container);
      return mounts.controllers().containsKey("cpuacct")
          ? Optional.of(CgroupsV1.reading(mounts))
          : CgroupsV2.reading(mounts);
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  /**
   * @param memoryBytes of all processes together, with what they keep in tmpfs; swap counts too
   * @param processes processes and threads together
   * @param cpus processor cores
   */
  record Limits(long memoryBytes, int processes, double cpus) {}

  /**
   * @param version for people: {@code cgroup v1}, {@code cgroup v2} or empty
   * @param cpu whether the share of the processor can be limited
   * @param cpuTime whether the time used is counted
   */
  record Capabilities(
      String version, boolean memory, boolean processes, boolean cpu, boolean cpuTime) {}
}
