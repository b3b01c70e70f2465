package io.aleff.sandbox.cgroup;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Reading and writing the files of groups. */
final class CgroupFiles {

  /** Groups are named {@code aleff-<pid of the engine>-<name>}. */
  static final String PREFIX = "aleff-";

  private CgroupFiles() {}

  static String folderName(String name) {
    return PREFIX + ProcessHandle.current().pid() + "-" + name;
  }

  static void write(Path file, String value) throws IOException {
    Files.writeString(file, value, StandardOpenOption.WRITE);
  }

  /** The number after {@code key} in a flat keyed file; 0 when there is none. */
  static long keyed(Path file, String key) {
    try {
      for (String line : Files.readAllLines(file)) {
        String[] fields = line.split(" ");
        if (fields.length == 2 && fields[0].equals(key)) {
          return Long.parseLong(fields[1]);
        }
      }
    } catch (IOException | NumberFormatException unreadable) {
      return 0;
    }
    return 0;
  }

  static long number(Path file) {
    try {
      return Long.parseLong(Files.readString(file).strip());
    } catch (IOException | NumberFormatException unreadable) {
      return -1;
    }
  }

  static void killAll(Path folder) {
    try {
      List<String> members = Files.readAllLines(folder.resolve("cgroup.procs"));
      for (String each : members) {
        ProcessHandle.of(Long.parseLong(each)).ifPresent(ProcessHandle::destroyForcibly);
      }
    } catch (IOException | NumberFormatException gone) {
      // Nothing left to kill.
      return;
    }
  }

  /** Tries for a second: the kernel lets go of a group shortly after its last process. */
  static void remove(Path folder) {
    for (int tries = 0; tries < 200; tries++) {
      try {
        Files.deleteIfExists(folder);
        return;
      } catch (IOException busy) {
        killAll(folder);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
      }
    }
  }

  static void removeLeftovers(Path parent) {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path each : folders) {
        String[] parts = String.valueOf(each.getFileName()).split("-");
        if (parts.length == 3 && isDead(parts[1])) {
          killAll(each);
          remove(each);
        }
      }
    } catch (IOException unreadable) {
      // A group that cannot be listed cannot be removed either; the next start tries again.
      return;
    }
  }

  private static boolean isDead(String pid) {
    try {
      return ProcessHandle.of(Long.parseLong(pid)).isEmpty();
    } catch (NumberFormatException notOurs) {
      return false;
    }
  }
}
