package io.aleff.sandbox;

import com.github.dockerjava.api.DockerClient;
import io.aleff.sandbox.cgroup.Cgroup;
import io.aleff.sandbox.cgroup.Cgroups;
import java.util.Optional;

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

  /**
   * True when everything in the container is dead and no process of it was ended for lack of
   * memory; the engine needs much longer to say so.
   */
  boolean hasEndedWell() {
    // Of a group that is gone nothing is known, so the peak is looked at last.
    return !HostProcesses.lives(pid) && !group.ranOutOfMemory() && group.peakMemoryBytes() >= 0;
  }
}
