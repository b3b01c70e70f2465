package io.aleff.sandbox;

import com.github.dockerjava.api.DockerClient;
import io.aleff.sandbox.cgroup.Cgroup;
import io.aleff.sandbox.cgroup.Cgroups;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The first process of a container, as this machine sees it. The kernel has ended all others of the
 * container before that one counts as dead.
 *
 * @param group of the container, which the engine removes soon after its end
 */
record FirstProcess(long pid, Cgroup group) {

  /** Empty when this machine does not see it as one of that container, or it has ended. */
  static Optional<FirstProcess> of(DockerClient client, String container) {
    Long pid = client.inspectContainerCmd(container).exec().getState().getPidLong();
    return pid == null || pid <= 0
        ? Optional.empty()
        : Cgroups.ofContainer(pid, container).map(group -> new FirstProcess(pid, group));
  }

  /** Whether what it reads and writes, and which files it has open, can be seen from here. */
  boolean isReadable() {
    return io() != null;
  }

  /**
   * Whether it waits to be let go, as {@link DockerContainer#HELD} shows: the program has ended,
   * and what it used can be read.
   */
  boolean isHeld() {
    Path open = Path.of("/proc", Long.toString(pid), "fd", Integer.toString(DockerContainer.HELD));
    return Files.exists(open, LinkOption.NOFOLLOW_LINKS);
  }

  /** Its input and output, and that of all it has waited for; null when unknown. */
  SandboxReport.@Nullable Io io() {
    return KernelIo.of(pid);
  }

  /** The same of all that live in the container. */
  SandboxReport.@Nullable Io ioOfAll() {
    return ProcessHandle.of(pid).map(KernelIo::ofAll).orElse(null);
  }

  /**
   * True when everything in the container is dead and no process of it was ended for lack of
   * memory; the engine needs much longer to say so.
   */
  boolean hasEndedWell() {
    // Of a group that is gone nothing is known, so the peak is looked at last.
    return !HostProcesses.lives(pid) && !group.ranOutOfMemory() && group.peakMemoryBytes() >= 0;
  }
}
