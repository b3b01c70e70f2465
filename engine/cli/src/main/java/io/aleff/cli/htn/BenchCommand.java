package io.aleff.cli.htn;

import io.aleff.cli.CommandFailure;
import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code aleff htn bench}. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Solves every problem of a folder, each in a process of its own.",
    footer = "The folder has a manifest.csv with the columns track, domain, instance, domain_file.")
final class BenchCommand implements Callable<Integer> {

  private static final String HEADER = "track,domain,problem,solved,seconds,cost,peak MB";

  private final Context context;

  @Parameters(index = "0", paramLabel = "DIR", description = "Folder with manifest.csv.")
  private String folder = "";

  @Option(
      names = "--time",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "Limit for one problem. Default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(names = "--out", paramLabel = "CSV", description = "Where to write a row a problem.")
  private @Nullable String out;

  @Option(names = "--plans", paramLabel = "DIR", description = "Where to write the plans.")
  private @Nullable String plans;

  @Option(names = "--only", paramLabel = "TEXT", description = "Only what has this in its path.")
  private String only = "";

  BenchCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path root = context.resolve(folder);
    if (!Files.isRegularFile(root.resolve("manifest.csv"))) {
      throw new CommandFailure(ExitCode.USAGE, "There is no " + root.resolve("manifest.csv") + ".");
    }
    List<BenchCase> cases =
        BenchCase.of(root).stream().filter(c -> c.path().contains(only)).toList();
    Path table = out == null ? null : context.resolve(out);
    if (table != null) {
      Files.writeString(table, HEADER + "\n");
    }
    List<BenchProcess.Row> rows = new CopyOnWriteArrayList<>();
    Thread interrupted = Thread.ofPlatform().unstarted(() -> coverage(rows));
    Runtime.getRuntime().addShutdownHook(interrupted);
    for (BenchCase one : cases) {
      progress(rows, cases.size(), one);
      BenchProcess.Row row = new BenchProcess(one, seconds, plan(one)).run();
      rows.add(row);
      if (table != null) {
        // Row by row: what was measured stays when the rest is interrupted.
        Files.writeString(table, row.csv() + "\n", StandardOpenOption.APPEND);
      } else if (!context.terminal().interactive()) {
        context.terminal().line(row.csv());
      }
    }
    Runtime.getRuntime().removeShutdownHook(interrupted);
    coverage(rows);
    return ExitCode.OK;
  }

  private @Nullable Path plan(BenchCase one) throws IOException {
    if (plans == null) {
      return null;
    }
    Path file = context.resolve(plans).resolve(one.path() + ".plan");
    Files.createDirectories(file.getParent());
    return file;
  }

  private void progress(List<BenchProcess.Row> rows, int all, BenchCase next) {
    long solved = rows.stream().filter(BenchProcess.Row::solved).count();
    int filled = all == 0 ? 0 : 30 * rows.size() / all;
    String bar = "█".repeat(filled) + "░".repeat(30 - filled);
    context
        .terminal()
        .note("%s %d/%d, %d solved  %s".formatted(bar, rows.size(), all, solved, next.path()));
  }

  private void coverage(List<BenchProcess.Row> rows) {
    Map<String, int[]> domains = new LinkedHashMap<>();
    for (BenchProcess.Row row : rows) {
      for (String key : List.of(row.track() + "/" + row.domain(), row.track() + " in all")) {
        int[] count = domains.computeIfAbsent(key, k -> new int[2]);
        count[0] += row.solved() ? 1 : 0;
        count[1]++;
      }
    }
    Terminal terminal = context.terminal();
    domains.forEach((key, n) -> terminal.line("%-45s %3d of %3d".formatted(key, n[0], n[1])));
  }
}
