package io.aleff.sandbox.abuse;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What of the host must be the same before and after a case: kernel settings, system files, mounts,
 * and that no process of a sandbox is left.
 */
final class HostCanary {

  private static final List<String> SETTINGS =
      List.of(
          "/proc/sys/kernel/core_pattern",
          "/proc/sys/kernel/modprobe",
          "/proc/sys/kernel/hostname",
          "/proc/sys/kernel/sysrq",
          "/proc/sys/kernel/panic",
          "/proc/sys/vm/overcommit_memory",
          "/proc/sys/net/ipv4/ip_forward");

  private static final List<String> FOLDERS =
      List.of("/", "/etc", "/usr", "/usr/bin", "/usr/local/bin", "/root", "/dev", "/home");

  /** Where an engine mounts the images of its containers, also of others than the case's. */
  private static final Pattern OF_ENGINE =
      Pattern.compile(
          ".*/overlay(2?/[0-9a-f]{64}(-init)?/merged)?|.*/overlay-containers/[0-9a-f]{64}/userdata/shm");

  private final Map<String, String> facts = new TreeMap<>();
  private final Set<String> mounts = new TreeSet<>();

  private HostCanary() {}

  /**
   * @param bait a folder whose files must not change either
   */
  static HostCanary look(Path bait) throws IOException {
    HostCanary canary = new HostCanary();
    for (String each : SETTINGS) {
      canary.facts.put(each, read(Path.of(each)));
    }
    for (String each : FOLDERS) {
      canary.folder(Path.of(each));
    }
    canary.folder(bait);
    for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
      canary.mounts.add(line.split(" ")[4]);
    }
    return canary;
  }

  /** Everything that is different now. */
  List<String> changes(HostCanary now) {
    List<String> found = new ArrayList<>();
    facts.forEach(
        (name, value) -> {
          String other = now.facts.getOrDefault(name, "gone");
          if (!value.equals(other)) {
            found.add("%s changed from %s to %s".formatted(name, value, other));
          }
        });
    now.facts.keySet().stream()
        .filter(name -> !facts.containsKey(name))
        .forEach(name -> found.add(name + " is new"));
    now.mounts.stream()
        .filter(each -> !mounts.contains(each) && !OF_ENGINE.matcher(each).matches())
        .forEach(each -> found.add("a mount at " + each));
    return found;
  }

  /** Processes that run a case's program, wherever they are: its mark is in their environment. */
  static List<String> survivors(String mark) {
    List<String> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path each : all) {
        if (read(each.resolve("environ")).contains(mark) && alive(each)) {
          found.add("process %s is left: %s".formatted(each.getFileName(), command(each)));
        }
      }
    } catch (IOException unreadable) {
      found.add("the process list cannot be read");
    }
    return found;
  }

  private static boolean alive(Path process) {
    String stat = read(process.resolve("stat"));
    int end = stat.lastIndexOf(')');
    return end > 0 && stat.length() > end + 2 && "ZX".indexOf(stat.charAt(end + 2)) < 0;
  }

  private static String command(Path process) {
    return read(process.resolve("cmdline")).replace('\0', ' ').strip();
  }

  /** Files by size and time of change, folders and links by name only. */
  private void folder(Path folder) {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path each : entries) {
        if (Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS) && !volatileFile(each)) {
          facts.put(
              each.toString(),
              Files.size(each)
                  + " bytes of "
                  + Files.getLastModifiedTime(each, LinkOption.NOFOLLOW_LINKS)
                  + " mode "
                  + Files.getAttribute(each, "unix:mode", LinkOption.NOFOLLOW_LINKS)
                  + " uid "
                  + Files.getAttribute(each, "unix:uid", LinkOption.NOFOLLOW_LINKS));
        }
      }
    } catch (IOException unreadable) {
      facts.put(folder.toString(), "unreadable");
    }
  }

  /** What the host's own programs write all the time. */
  private static boolean volatileFile(Path file) {
    String name = String.valueOf(file.getFileName());
    return (file.startsWith("/root") && (name.contains("history") || name.endsWith(".log")))
        || name.equals("mtab")
        || name.equals("ld.so.cache");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1).strip();
    } catch (IOException unreadable) {
      return "";
    }
  }
}
