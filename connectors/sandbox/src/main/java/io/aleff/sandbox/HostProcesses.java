package io.aleff.sandbox;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/** What {@code /proc} tells about processes of the host. */
final class HostProcesses {

  private static final Path PROC = Path.of("/proc");

  private HostProcesses() {}

  /** Whether a process of this user lives; ended ones that nobody has collected do not count. */
  static boolean anyOf(int uid) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path each : entries) {
        OptionalInt owner = uidOf(each);
        if (owner.isPresent() && owner.getAsInt() == uid && lives(each)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Real user id of a process, or empty when there is none. */
  static OptionalInt uidOf(long pid) {
    return uidOf(PROC.resolve(Long.toString(pid)));
  }

  /** False also for a process that has ended and only waits to be collected. */
  static boolean lives(long pid) {
    return lives(PROC.resolve(Long.toString(pid)));
  }

  private static boolean lives(Path process) {
    try {
      String stat = Files.readString(process.resolve("stat"));
      char state = stat.charAt(stat.lastIndexOf(')') + 2);
      return state != 'Z' && state != 'X';
    } catch (IOException | IndexOutOfBoundsException gone) {
      return false;
    }
  }

  private static OptionalInt uidOf(Path process) {
    try {
      for (String line : Files.readAllLines(process.resolve("status"))) {
        if (line.startsWith("Uid:")) {
          return OptionalInt.of((int) Long.parseLong(line.split("\\s+")[1]));
        }
      }
    } catch (IOException | NumberFormatException gone) {
      return OptionalInt.empty();
    }
    return OptionalInt.empty();
  }
}
