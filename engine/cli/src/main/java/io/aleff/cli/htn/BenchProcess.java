package io.aleff.cli.htn;

import io.aleff.definition.Json;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Solves one problem in a fresh process with 8 GiB, and kills it when it overstays. */
final class BenchProcess {

  /** What reading the files and ending the process may take beyond the time limit. */
  private static final int GRACE_SECONDS = 10;

  /** What was measured. */
  record Row(
      String track,
      String domain,
      String problem,
      String outcome,
      double seconds,
      String cost,
      long peakMegabytes) {

    boolean solved() {
      return outcome.equals("solved");
    }

    String csv() {
      return String.format(
          Locale.ROOT,
          "%s,%s,%s,%s,%.3f,%s,%d",
          track,
          domain,
          problem,
          solved() ? "yes" : outcome,
          seconds,
          cost,
          peakMegabytes);
    }
  }

  private final BenchCase one;
  private final int seconds;
  private final @Nullable Path plan;
  private long peakKilobytes;

  BenchProcess(BenchCase one, int seconds, @Nullable Path plan) {
    this.one = one;
    this.seconds = seconds;
    this.plan = plan;
  }

  Row run() throws IOException, InterruptedException {
    Path answer = Files.createTempFile("aleff-bench", ".json");
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command())
            .redirectOutput(answer.toFile())
            .redirectError(Redirect.DISCARD)
            .start();
    Thread guard = Thread.ofPlatform().unstarted(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(guard);
    try {
      long end = start + TimeUnit.SECONDS.toNanos(seconds + GRACE_SECONDS);
      while (!process.waitFor(50, TimeUnit.MILLISECONDS) && System.nanoTime() < end) {
        watch(process.pid());
      }
      boolean late = process.isAlive();
      process.destroyForcibly().waitFor();
      double took = (System.nanoTime() - start) / 1e9;
      return row(late ? null : read(answer), late ? "killed" : "failed", took);
    } finally {
      process.destroyForcibly();
      Runtime.getRuntime().removeShutdownHook(guard);
      Files.deleteIfExists(answer);
    }
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Started as this process was, so that what is measured is what one who plans by hand gets.
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("-XX:"))
        .forEach(command::add);
    command.addAll(List.of("-Xmx8g", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.addAll(List.of("io.aleff.cli.Aleff", "htn", "plan", "--json", "--time"));
    command.add(String.valueOf(seconds));
    if (plan != null) {
      command.addAll(List.of("--out", plan.toString()));
    }
    command.addAll(List.of(one.domainPath().toString(), one.problemPath().toString()));
    return command;
  }

  /** Where there is no /proc the peak stays 0. */
  private void watch(long pid) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status"))) {
        if (line.startsWith("VmHWM:")) {
          peakKilobytes = Math.max(peakKilobytes, Long.parseLong(line.replaceAll("[^0-9]", "")));
        }
      }
    } catch (IOException e) {
      // The process has just ended.
    }
  }

  private static @Nullable JsonNode read(Path answer) throws IOException {
    String text = Files.readString(answer).strip();
    try {
      return text.startsWith("{") ? Json.MAPPER.readTree(text) : null;
    } catch (JacksonException e) {
      return null;
    }
  }

  private Row row(@Nullable JsonNode answer, String otherwise, double took) {
    String outcome = answer == null ? otherwise : answer.path("outcome").asString();
    String cost = answer == null ? "" : answer.path("cost").asString("");
    return new Row(
        one.track(), one.domain(), one.problem(), outcome, took, cost, peakKilobytes / 1024);
  }
}
