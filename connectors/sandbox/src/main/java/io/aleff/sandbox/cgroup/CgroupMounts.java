package io.aleff.sandbox.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where this process stands in each hierarchy.
 *
 * @param unified its version 2 folder, or null
 * @param unifiedTop where version 2 is mounted, or null
 * @param controllers its version 1 folder by controller
 */
record CgroupMounts(
    @Nullable Path unified, @Nullable Path unifiedTop, Map<String, Path> controllers) {

  /**
   * @param self {@code /proc/self}
   */
  static CgroupMounts read(Path self) throws IOException {
    return read(self.resolve("cgroup"), self.resolve("mountinfo"));
  }

  /**
   * @param cgroup which groups a process is in
   * @param mountinfo where the hierarchies are mounted
   */
  static CgroupMounts read(Path cgroup, Path mountinfo) throws IOException {
    Map<String, String> places = new HashMap<>();
    for (String line : Files.readAllLines(cgroup)) {
      String[] fields = line.split(":", 3);
      for (String controller : fields[1].split(",")) {
        places.put(controller, fields[2]);
      }
    }
    Path unified = null;
    Path unifiedTop = null;
    Map<String, Path> controllers = new HashMap<>();
    for (String line : Files.readAllLines(mountinfo)) {
      Mount mount = Mount.parse(line);
      if (mount.type().equals("cgroup2")) {
        unified = mount.folder(places.getOrDefault("", "/"));
        unifiedTop = mount.point();
      } else if (mount.type().equals("cgroup")) {
        for (String option : mount.options()) {
          String place = places.get(option);
          if (place != null) {
            controllers.put(option, mount.folder(place));
          }
        }
      }
    }
    return new CgroupMounts(unified, unifiedTop, controllers);
  }

  /** Only the folders that have a text in their path. */
  CgroupMounts named(String text) {
    Map<String, Path> fitting = new HashMap<>(controllers);
    fitting.values().removeIf(each -> !each.toString().contains(text));
    boolean fits = unified != null && unified.toString().contains(text);
    return new CgroupMounts(fits ? unified : null, unifiedTop, fitting);
  }

  /** One line of {@code mountinfo}, see proc(5). */
  private record Mount(String root, Path point, String type, List<String> options) {

    static Mount parse(String line) {
      String[] halves = line.split(" - ", 2);
      String[] left = halves[0].split(" ");
      String[] right = halves[1].split(" ");
      return new Mount(
          left[3], Path.of(left[4]), right[0], Arrays.asList(right[right.length - 1].split(",")));
    }

    /** The folder of a place, which is relative to the root that is mounted here. */
    Path folder(String place) {
      String inside = place.startsWith(root) ? place.substring(root.length()) : "";
      String relative = inside.startsWith("/") ? inside.substring(1) : inside;
      return relative.contains("..") ? point : point.resolve(relative);
    }
  }
}
