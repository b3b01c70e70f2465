package io.aleff.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether memory of the machine is short: tasks wait for it (pressure stall information, see
 * Documentation/accounting/psi.rst of the kernel) or little is available.
 */
final class MemoryPressure {

  /** Percent of the last 10 s that some task stood still. */
  private static final double STALLED = 10;

  /** Part of all memory, of which less is little. */
  private static final double AVAILABLE = 0.05;

  private static final Pattern SOME = Pattern.compile("some avg10=([0-9.]+) .*");
  private static final Pattern KILOBYTES = Pattern.compile("(MemTotal|MemAvailable): +([0-9]+) kB");

  private final Path proc;

  /**
   * @param proc {@code /proc}
   */
  MemoryPressure(Path proc) {
    this.proc = proc;
  }

  /** False also where the kernel says nothing. */
  boolean isHigh() {
    return stalled() > STALLED || available() < AVAILABLE;
  }

  private double stalled() {
    try {
      Matcher line = SOME.matcher(Files.readAllLines(proc.resolve("pressure/memory")).getFirst());
      return line.matches() ? Double.parseDouble(line.group(1)) : 0;
    } catch (IOException | RuntimeException notOffered) {
      return 0;
    }
  }

  private double available() {
    double total = 0;
    double available = 0;
    try {
      for (String each : Files.readAllLines(proc.resolve("meminfo"))) {
        Matcher line = KILOBYTES.matcher(each);
        if (line.matches()) {
          double value = Double.parseDouble(line.group(2));
          total = line.group(1).equals("MemTotal") ? value : total;
          available = line.group(1).equals("MemAvailable") ? value : available;
        }
      }
    } catch (IOException unreadable) {
      return 1;
    }
    return total == 0 ? 1 : available / total;
  }
}
