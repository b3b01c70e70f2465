package io.aleff.cli.sandbox;

import io.aleff.cli.CommandFailure;
import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.cli.terminal.Style;
import io.aleff.cli.terminal.Table;
import io.aleff.definition.Json;
import io.aleff.sandbox.PoolCounts;
import io.aleff.sandbox.SandboxFootprint;
import io.aleff.sandbox.SandboxSettings;
import io.aleff.sandbox.Sandboxes;
import io.aleff.sandbox.TemporaryFolder;
import io.aleff.sandbox.bench.SandboxBench;
import io.aleff.sandbox.bench.Timings;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** {@code aleff sandbox bench}. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description =
        "Times sandboxes beside other ways to run a program, and counts what they leave behind.")
final class SandboxBenchCommand implements Callable<Integer> {

  private static final int WAITING = 4;

  private final Context context;
  private int shown = -1;

  @Mixin private BackendOptions backend = new BackendOptions();

  @Mixin private ProfileOptions definitions = new ProfileOptions();

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "100",
      description = "Runs of each way. Default: ${DEFAULT-VALUE}.")
  private int count;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      defaultValue = "20",
      description = "Executions at once; 0 leaves that out. Default: ${DEFAULT-VALUE}.")
  private int concurrency;

  @Option(
      names = "--in-a-row",
      paramLabel = "N",
      defaultValue = "1000",
      description =
          "Executions around which all that could leak is counted; 0 leaves that out. Default:"
              + " ${DEFAULT-VALUE}.")
  private int inARow;

  @Option(names = "--json", description = "Print JSON for programs.")
  private boolean json;

  SandboxBenchCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (count < 1 || concurrency < 0 || concurrency > 1_000 || inARow < 0) {
      throw new CommandFailure(
          ExitCode.USAGE, "--count is 1 or more, --concurrency 0 to 1000, --in-a-row 0 or more.");
    }
    try (Cancelling cancelling = Cancelling.ofThisThread();
        TemporaryFolder folder = TemporaryFolder.create("aleff-bench-")) {
      cancelling.begin();
      SandboxSettings settings = backend.pooled(context, folder.path().resolve("pool"), WAITING);
      try (Sandboxes sandboxes = Sandboxes.open(settings)) {
        BackendOptions.mustWork(sandboxes);
      }
      SandboxBench bench =
          new SandboxBench(
              settings, definitions.read(context).named("python"), folder.path(), this::progress);
      Map<String, Timings> sideBySide = bench.sideBySide(count);
      SandboxBench.Burst burst = concurrency == 0 ? null : bench.burst(concurrency);
      SandboxBench.Row row = inARow == 0 ? null : bench.inARow(inARow);
      clear();
      if (json) {
        context.terminal().json(json(sideBySide, burst, row));
      } else {
        print(sideBySide, burst, row);
      }
      return isClean(sideBySide, burst, row) ? ExitCode.OK : ExitCode.FAILURE;
    }
  }

  private static boolean isClean(
      Map<String, Timings> sideBySide,
      SandboxBench.@Nullable Burst burst,
      SandboxBench.@Nullable Row row) {
    return sideBySide.values().stream().allMatch(each -> each.lost() == 0)
        && (burst == null || burst.timings().lost() == 0)
        && (row == null
            || (row.timings().lost() == 0 && row.after().leaks(row.before()).isEmpty()));
  }

  /** A bar that stays in its line on a screen; one line for each part elsewhere. */
  private void progress(String what, int done, int all) {
    if (json) {
      return;
    }
    int filled = 30 * done / Math.max(1, all);
    String bar = "█".repeat(filled) + "░".repeat(30 - filled);
    if (context.terminal().interactive()) {
      context.terminal().printNote("\r%s %d/%d %-14s".formatted(bar, done, all, what));
    } else if (done == 0 && shown != what.hashCode()) {
      context.terminal().note("%s, %d".formatted(what, all));
    }
    shown = what.hashCode();
  }

  private void clear() {
    if (!json && context.terminal().interactive()) {
      context.terminal().printNote("\r" + " ".repeat(70) + "\r");
    }
  }

  private void print(
      Map<String, Timings> sideBySide,
      SandboxBench.@Nullable Burst burst,
      SandboxBench.@Nullable Row row) {
    Table table = new Table("PYTHON PRINT(1)", "RUNS", "LOST", "P50 MS", "P95 MS");
    sideBySide.forEach((name, timings) -> row(table, name, timings));
    if (burst != null) {
      row(table, concurrency + " at once", burst.timings());
    }
    if (row != null) {
      row(table, inARow + " in a row", row.timings());
    }
    table.print(context.terminal());
    sideBySide.forEach(this::reasons);
    if (burst != null) {
      reasons(concurrency + " at once", burst.timings());
    }
    if (row != null) {
      reasons(inARow + " in a row", row.timings());
    }
    if (burst != null) {
      context.terminal().line("at once:  " + words(burst.pool()));
    }
    if (row != null) {
      context.terminal().line("in a row: " + words(row.pool()));
      leftovers(row);
    }
  }

  private static void row(Table table, String name, Timings timings) {
    table.row(
        2,
        timings.lost() == 0 ? Style.PLAIN : Style.BAD,
        name,
        Integer.toString(timings.count()),
        Integer.toString(timings.lost()),
        "%.1f".formatted(timings.millis(0.5)),
        "%.1f".formatted(timings.millis(0.95)));
  }

  private void reasons(String name, Timings timings) {
    timings
        .reasons()
        .forEach(
            (why, count) ->
                context.terminal().line("lost: %d of %s: %s".formatted(count, name, why)));
  }

  private static String words(PoolCounts pool) {
    return "%d from the pool, %d fresh".formatted(pool.hits(), pool.misses());
  }

  private void leftovers(SandboxBench.Row row) {
    Table table = new Table("LEFT BEHIND", "BEFORE", "AFTER");
    SandboxFootprint before = row.before();
    row.after()
        .counts()
        .forEach(
            (what, after) -> {
              long was = before.counts().getOrDefault(what, 0L);
              Style style = after > was ? Style.BAD : Style.PLAIN;
              table.row(2, style, what, Long.toString(was), Long.toString(after));
            });
    table.print(context.terminal());
  }

  private ObjectNode json(
      Map<String, Timings> sideBySide,
      SandboxBench.@Nullable Burst burst,
      SandboxBench.@Nullable Row row) {
    ObjectNode all = Json.MAPPER.createObjectNode();
    ObjectNode ways = all.putObject("sideBySide");
    sideBySide.forEach((name, timings) -> put(ways.putObject(name), timings));
    if (burst != null) {
      put(put(all.putObject("atOnce"), burst.timings()), burst.pool());
    }
    if (row != null) {
      ObjectNode node = put(put(all.putObject("inARow"), row.timings()), row.pool());
      node.set("before", Json.MAPPER.valueToTree(row.before().counts()));
      node.set("after", Json.MAPPER.valueToTree(row.after().counts()));
      List<String> leaks = row.after().leaks(row.before());
      leaks.forEach(node.putArray("leaks")::add);
    }
    return all;
  }

  private static ObjectNode put(ObjectNode node, Timings timings) {
    if (timings.lost() > 0) {
      node.set("reasons", Json.MAPPER.valueToTree(timings.reasons()));
    }
    return node.put("runs", timings.count())
        .put("lost", timings.lost())
        .put("p50Ms", timings.millis(0.5))
        .put("p95Ms", timings.millis(0.95));
  }

  private static ObjectNode put(ObjectNode node, PoolCounts pool) {
    return node.put("fromPool", pool.hits()).put("fresh", pool.misses());
  }
}
