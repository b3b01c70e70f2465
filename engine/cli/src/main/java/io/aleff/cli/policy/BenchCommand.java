package io.aleff.cli.policy;

import io.aleff.cli.CommandFailure;
import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.rego.QueryResult;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code aleff policy bench}. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures how long a decision takes and what it allocates.",
    footer = {
      "",
      "Exit codes: 0 measured, 2 error.",
      "Example:",
      "  aleff policy bench -d policies/ -i input.json --seconds 5 data.example.allow"
    })
public final class BenchCommand implements Callable<Integer> {

  private static final int ERROR = 2;
  private static final int MOST = 5_000_000;

  private final Context context;

  @Parameters(paramLabel = "QUERY", description = "For example data.example.allow")
  private String query = "";

  @Mixin private PolicyOptions options = new PolicyOptions();

  @Option(names = "--seconds", paramLabel = "N", description = "How long to measure. Default: 3.")
  private int seconds = 3;

  @Option(names = "--json", description = "Print JSON for programs.")
  private boolean json;

  BenchCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    PolicyOptions.Ready ready = options.ready(context, json);
    if (ready == null) {
      return ERROR;
    }
    Runnable decision =
        () -> {
          switch (ready.policy().query(query, ready.input(), ready.data(), ready.limits())) {
            case QueryResult.Bindings b -> {}
            case QueryResult.Failed f ->
                throw new CommandFailure(ERROR, f.code() + ": " + f.message());
            case QueryResult.Rejected r ->
                throw new CommandFailure(
                    ERROR, "The query is wrong: " + r.diagnostics().getFirst().message());
          }
        };
    measure(decision, Math.max(seconds, 1) * 500L, 1);
    print(measure(decision, Math.max(seconds, 1) * 1_000L, MOST));
    return ExitCode.OK;
  }

  /** Times of single decisions, sorted, in nanoseconds. */
  private static final class Measured {
    private final long[] nanos;
    private final long bytes;

    Measured(long[] nanos, long bytes) {
      this.nanos = nanos;
      this.bytes = bytes;
    }

    double at(double part) {
      return nanos[(int) Math.min(nanos.length - 1L, Math.round(part * nanos.length))] / 1e3;
    }
  }

  /** The times of single decisions, sorted. */
  private static Measured measure(Runnable decision, long millis, int keep) {
    long[] nanos = new long[keep];
    int count = 0;
    long end = System.nanoTime() + millis * 1_000_000;
    long before = allocated();
    while (System.nanoTime() < end && (keep == 1 || count < keep)) {
      long start = System.nanoTime();
      decision.run();
      nanos[keep == 1 ? 0 : count] = System.nanoTime() - start;
      count++;
    }
    long bytes = (allocated() - before) / Math.max(count, 1);
    long[] sorted = Arrays.copyOf(nanos, Math.min(Math.max(count, 1), keep));
    Arrays.sort(sorted);
    return new Measured(sorted, bytes);
  }

  private static long allocated() {
    return ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean threads
        ? threads.getCurrentThreadAllocatedBytes()
        : 0;
  }

  private void print(Measured measured) {
    if (json) {
      ObjectNode answer = JsonNodeFactory.instance.objectNode();
      answer.put("decisions", measured.nanos.length);
      for (double part : List.of(0.5, 0.9, 0.99)) {
        answer.put("p" + Math.round(part * 100) + "Micros", measured.at(part));
      }
      context.terminal().json(answer.put("allocatedBytes", measured.bytes));
      return;
    }
    context.terminal().line("decisions  " + measured.nanos.length);
    for (double part : List.of(0.5, 0.9, 0.99)) {
      context
          .terminal()
          .line(String.format(Locale.ROOT, "p%.0f        %.1f µs", part * 100, measured.at(part)));
    }
    context.terminal().line("allocated  " + measured.bytes + " bytes a decision");
  }
}
