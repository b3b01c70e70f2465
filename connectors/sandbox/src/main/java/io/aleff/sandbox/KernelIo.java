package io.aleff.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Input and output of processes as the kernel counts them, see proc_pid_io(5). */
final class KernelIo {

  /** While processes come and go their sum would miss some, or have some twice. */
  private static final int TRIES = 3;

  private KernelIo() {}

  /** What such a file says; null when it is not complete. */
  static SandboxReport.@Nullable Io read(Path file) {
    Map<String, Long> counted = new HashMap<>();
    try {
      for (String line : Files.readAllLines(file)) {
        String[] words = line.split(": ", 2);
        counted.put(words[0], Long.parseLong(words[1]));
      }
    } catch (IOException | NumberFormatException | IndexOutOfBoundsException unknown) {
      return null;
    }
    Long read = counted.get("rchar");
    Long written = counted.get("wchar");
    Long storageRead = counted.get("read_bytes");
    Long storageWritten = counted.get("write_bytes");
    return read == null || written == null || storageRead == null || storageWritten == null
        ? null
        : new SandboxReport.Io(read, written, storageRead, storageWritten);
  }

  /** Of one process and all it has waited for; null when this process may not know. */
  static SandboxReport.@Nullable Io of(long pid) {
    return read(Path.of("/proc", Long.toString(pid), "io"));
  }

  /**
   * Of all that live in a sandbox and all that they have waited for; null when that is not known,
   * or does not stand still.
   *
   * @param first process of the sandbox, of which all others are descendants
   */
  static SandboxReport.@Nullable Io ofAll(ProcessHandle first) {
    Set<ProcessHandle> now = all(first);
    for (int tries = 0; tries < TRIES; tries++) {
      Set<ProcessHandle> before = now;
      SandboxReport.Io sum = sum(before);
      now = all(first);
      if (sum != null && now.equals(before)) {
        return sum;
      }
    }
    return null;
  }

  private static SandboxReport.@Nullable Io sum(Set<ProcessHandle> processes) {
    SandboxReport.Io sum = SandboxReport.Io.NONE;
    for (ProcessHandle each : processes) {
      SandboxReport.Io one = of(each.pid());
      if (one == null) {
        return null;
      }
      sum = sum.plus(one);
    }
    return sum;
  }

  private static Set<ProcessHandle> all(ProcessHandle first) {
    Set<ProcessHandle> all = new HashSet<>(List.of(first));
    first.descendants().forEach(all::add);
    return all;
  }

  /** The more of two lower bounds of the same; null when neither is known. */
  static SandboxReport.@Nullable Io more(
      SandboxReport.@Nullable Io one, SandboxReport.@Nullable Io other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return new SandboxReport.Io(
        Math.max(one.read(), other.read()),
        Math.max(one.written(), other.written()),
        Math.max(one.storageRead(), other.storageRead()),
        Math.max(one.storageWritten(), other.storageWritten()));
  }

  /**
   * What was added between two counts; null when that is not known: one is missing, or what an
   * ended process had counted is gone.
   */
  static SandboxReport.@Nullable Io between(
      SandboxReport.@Nullable Io before, SandboxReport.@Nullable Io after) {
    if (before == null || after == null) {
      return null;
    }
    SandboxReport.Io added =
        new SandboxReport.Io(
            after.read() - before.read(),
            after.written() - before.written(),
            after.storageRead() - before.storageRead(),
            after.storageWritten() - before.storageWritten());
    boolean grew =
        added.read() >= 0
            && added.written() >= 0
            && added.storageRead() >= 0
            && added.storageWritten() >= 0;
    return grew ? added : null;
  }
}
