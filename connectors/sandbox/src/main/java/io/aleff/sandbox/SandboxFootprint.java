package io.aleff.sandbox;

import com.github.dockerjava.api.model.Container;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What this process holds of the machine, to be compared before and after it ran programs.
 *
 * @param counts by what is counted
 */
public record SandboxFootprint(Map<String, Long> counts) {

  private static final int CGROUP_DEPTH = 6;

  /**
   * Counts now.
   *
   * @param folders temporary ones of the caller, all of whose files count
   * @param docker whose containers count; null for none
   */
  public static SandboxFootprint count(
      List<Path> folders, SandboxSettings.@org.jspecify.annotations.Nullable Docker docker)
      throws IOException {
    Map<String, Long> counts = new LinkedHashMap<>();
    String own = Long.toString(ProcessHandle.current().pid());
    counts.put("processes", ProcessHandle.current().descendants().count());
    counts.put("containers", docker == null ? 0 : containers(docker));
    counts.put("mounts", (long) Files.readAllLines(Path.of("/proc/self/mountinfo")).size());
    counts.put("cgroups", cgroups("aleff-" + own + "-"));
    counts.put("file descriptors", (long) descriptors());
    counts.put("temporary files", temporary(folders, own));
    return new SandboxFootprint(counts);
  }

  /** What is more than before, for people; empty when nothing is. */
  public List<String> leaks(SandboxFootprint before) {
    return counts.entrySet().stream()
        .filter(each -> each.getValue() > before.counts.getOrDefault(each.getKey(), 0L))
        .map(
            each ->
                "%s: %d before, %d after"
                    .formatted(
                        each.getKey(),
                        before.counts.getOrDefault(each.getKey(), 0L),
                        each.getValue()))
        .toList();
  }

  private static long containers(SandboxSettings.Docker docker) throws IOException {
    try (DockerEngine engine = DockerEngine.connect(docker.host())) {
      List<Container> all =
          engine
              .client()
              .listContainersCmd()
              .withShowAll(true)
              .withLabelFilter(Map.of(Docker.LABEL, Docker.owner()))
              .exec();
      return all.size();
    }
  }

  private static long cgroups(String prefix) throws IOException {
    Path top = Path.of("/sys/fs/cgroup");
    if (!Files.isDirectory(top)) {
      return 0;
    }
    try (Stream<Path> all = Files.find(top, CGROUP_DEPTH, (path, any) -> isNamed(path, prefix))) {
      return all.count();
    } catch (java.io.UncheckedIOException changed) {
      throw new IOException("The control groups cannot be counted.", changed);
    }
  }

  private static boolean isNamed(Path path, String prefix) {
    return String.valueOf(path.getFileName()).startsWith(prefix);
  }

  private static int descriptors() throws IOException {
    int count = 0;
    try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path each : open) {
        count += each.getFileName() == null ? 0 : 1;
      }
    }
    return count;
  }

  private static long temporary(List<Path> folders, String own) throws IOException {
    long count = 0;
    Path parent = SandboxConfiguration.standard().stagingParent();
    try (DirectoryStream<Path> areas = Files.newDirectoryStream(parent, "aleff-*-" + own + "-*")) {
      for (Path each : areas) {
        count += files(each);
      }
    }
    for (Path each : folders) {
      count += files(each);
    }
    return count;
  }

  private static long files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.count();
    }
  }
}
