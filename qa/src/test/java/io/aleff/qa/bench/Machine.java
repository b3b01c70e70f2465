package io.aleff.qa.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the numbers were measured on. */
final class Machine {

  private Machine() {}

  static String describe() throws IOException {
    return "Machine: %d × %s, %s GB, %s %s, Java %s. Load average before: %.2f."
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            line("/proc/cpuinfo", "model name"),
            Long.parseLong(line("/proc/meminfo", "MemTotal").replaceAll("\\D", "")) / 1_048_576,
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            Runtime.version().feature(),
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private static String line(String file, String key) throws IOException {
    return Files.readAllLines(Path.of(file)).stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("0");
  }
}
