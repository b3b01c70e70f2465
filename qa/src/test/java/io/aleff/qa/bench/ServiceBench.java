package io.aleff.qa.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Start, memory and the demo of the service, as a user sees them: through the launcher. */
final class ServiceBench {

  private static final int IDLE_SECONDS = 20;

  private ServiceBench() {}

  static void run(Options options) throws IOException, InterruptedException {
    Path launcher = Path.of(System.getProperty("aleff.launcher", "./aleff")).toAbsolutePath();
    System.out.println("| start | first, s | second, s |\n|---|---|---|");
    Path last = null;
    for (int i = 0; i < options.rounds(); i++) {
      Path home = Files.createTempDirectory("aleff-bench-");
      double cold = timed(launcher, home, "up", "--detach", "--demo");
      timed(launcher, home, "down");
      double warm = timed(launcher, home, "up", "--detach", "--demo");
      System.out.printf("| %d | %.1f | %.1f |%n", i + 1, cold, warm);
      if (last != null) {
        timed(launcher, last, "down");
      }
      last = home;
    }
    if (last != null) {
      idle(last);
      System.out.printf("%nDemo, service up: %.1f s%n", timed(launcher, last, "demo", "--yes"));
      timed(launcher, last, "down");
    }
    Path fresh = Files.createTempDirectory("aleff-bench-");
    System.out.printf(
        "Demo, first start included: %.1f s%n", timed(launcher, fresh, "demo", "--yes"));
    timed(launcher, fresh, "down");
  }

  private static double timed(Path launcher, Path home, String... words)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("ALEFF_HOME", home.toString());
    builder.redirectOutput(home.resolve("bench.log").toFile());
    long began = System.nanoTime();
    int exit = builder.start().waitFor();
    if (exit != 0) {
      throw new IllegalStateException(
          String.join(" ", command)
              + ": "
              + exit
              + "\n"
              + Files.readString(home.resolve("bench.log")));
    }
    return (System.nanoTime() - began) / 1e9;
  }

  /** Memory of a service that has just started and has nothing to do. */
  private static void idle(Path home) throws IOException, InterruptedException {
    TimeUnit.SECONDS.sleep(IDLE_SECONDS);
    String state = Files.readString(home.resolve("server.json"));
    long pid = Long.parseLong(state.replaceAll("(?s).*\"pid\"\\s*:\\s*(\\d+).*", "$1"));
    Map<String, long[]> parts = new HashMap<>();
    add(parts, "server", pid);
    for (ProcessHandle child : ProcessHandle.of(pid).orElseThrow().descendants().toList()) {
      add(parts, command(child.pid()).contains("postgres") ? "PostgreSQL" : "rules", child.pid());
    }
    Path postmaster = home.resolve("postgres").resolve("data").resolve("postmaster.pid");
    if (!parts.containsKey("PostgreSQL") && Files.exists(postmaster)) {
      long cluster = Long.parseLong(Files.readAllLines(postmaster).getFirst().strip());
      add(parts, "PostgreSQL", cluster);
      ProcessHandle.of(cluster)
          .orElseThrow()
          .descendants()
          .forEach(one -> add(parts, "PostgreSQL", one.pid()));
    }
    System.out.printf(
        "%n| idle, %d s after the start | RSS MB | PSS MB | processes |%n|---|---|---|---|%n",
        IDLE_SECONDS);
    parts.forEach(
        (name, sum) ->
            System.out.printf(
                "| %s | %d | %d | %d |%n", name, sum[0] / 1024, sum[1] / 1024, sum[2]));
  }

  /** Shared pages count in each process's RSS; PSS shares them out. */
  private static void add(Map<String, long[]> parts, String name, long pid) {
    Map<String, Long> sizes = new HashMap<>();
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
      sizes.putAll(
          lines
              .filter(line -> line.endsWith(" kB"))
              .map(line -> line.split("[:\\s]+"))
              .collect(Collectors.toMap(words -> words[0], words -> Long.parseLong(words[1]))));
    } catch (IOException e) {
      return;
    }
    long[] sum = parts.computeIfAbsent(name, key -> new long[3]);
    sum[0] += sizes.getOrDefault("Rss", 0L);
    sum[1] += sizes.getOrDefault("Pss", 0L);
    sum[2]++;
  }

  private static String command(long pid) throws IOException {
    return Files.readString(Path.of("/proc/" + pid + "/cmdline")).replace('\0', ' ');
  }
}
