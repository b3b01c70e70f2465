package io.aleff.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How this machine's sandboxes are made.
 *
 * @param stagingParent an existing folder every user may pass through, usually {@code /tmp}
 * @param lockFile arbitrates user ids between engines on this machine; used by root only
 * @param firstUid lowest host user id given to a sandbox; used by root only
 * @param uids how many ids there are, and so how many sandboxes can live at once
 */
public record SandboxConfiguration(Path stagingParent, Path lockFile, int firstUid, int uids) {

  /** A range that no distribution, container runtime or directory service hands out. */
  private static final int FIRST = 1_900_000_000;

  private static final int COUNT = 4_096;

  /** The default, within the ids that exist in this process's user namespace. */
  public static SandboxConfiguration standard() {
    Path locks = Path.of(Files.isWritable(Path.of("/run")) ? "/run" : "/tmp");
    int first = FIRST;
    int count = COUNT;
    long mapped = mappedIds();
    if (mapped < (long) FIRST + COUNT) {
      count = 1_000;
      first = (int) Math.max(1_000, mapped - 5_000);
    }
    return new SandboxConfiguration(
        Path.of(System.getProperty("java.io.tmpdir")),
        locks.resolve("aleff-sandbox.lock"),
        first,
        count);
  }

  /** How many ids from 0 on exist here: a container may have 65536. */
  private static long mappedIds() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/uid_map"))) {
        String[] fields = line.strip().split("\\s+");
        if (fields[0].equals("0")) {
          return Long.parseLong(fields[2]);
        }
      }
    } catch (IOException | NumberFormatException unreadable) {
      return 65_536;
    }
    return 65_536;
  }
}
