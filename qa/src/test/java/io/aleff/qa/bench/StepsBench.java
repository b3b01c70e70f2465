package io.aleff.qa.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Guarded steps per second, beside the same models on the bare engine and the same database. */
final class StepsBench {

  private StepsBench() {}

  static void run(Options options) throws IOException, SQLException, InterruptedException {
    Path home = Files.createTempDirectory("aleff-bench-");
    try (AleffSide aleff = new AleffSide(home, new Probe(options.work()));
        Connection watch = aleff.superuser()) {
      aleff.round(watch, 1, 1);
      try (RawSide raw = new RawSide(aleff.roles(), watch, new Probe(options.work()))) {
        measure(watch, raw, aleff, options);
      }
    }
  }

  private static void measure(Connection watch, Side raw, Side aleff, Options options)
      throws SQLException, InterruptedException {
    System.out.printf(
        "%d runs of %d steps a round, %d at a time, %d ms of work a step, fsync %s%n%n",
        options.runs(), Side.STEPS, options.parallel(), options.work(), fsync(watch));
    for (int i = 0; i < options.warmup(); i++) {
      raw.round(watch, options.runs(), options.parallel());
      aleff.round(watch, options.runs(), options.parallel());
    }
    Series of = new Series(new ArrayList<>(), new ArrayList<>());
    Series and = new Series(new ArrayList<>(), new ArrayList<>());
    for (int round = 0; round < options.rounds(); round++) {
      boolean first = round % 2 == 0;
      (first ? of : and).take((first ? raw : aleff), watch, options);
      (first ? and : of).take((first ? aleff : raw), watch, options);
    }
    System.out.println(
        "| | steps/s | between steps, p50 ms | p99 ms | rounds |\n|---|---|---|---|---|");
    of.print(raw.name());
    and.print(aleff.name());
    System.out.printf(
        "%nRatio %.2f. Overhead of a step: p50 %.1f ms, p99 %.1f ms.%n",
        and.median() / of.median(),
        and.times().percentile(0.5) - of.times().percentile(0.5),
        and.times().percentile(0.99) - of.times().percentile(0.99));
  }

  private static String fsync(Connection watch) throws SQLException {
    try (Statement statement = watch.createStatement();
        ResultSet row = statement.executeQuery("SHOW fsync")) {
      row.next();
      return row.getString(1);
    }
  }

  private record Series(List<Double> rates, List<Long> gaps) {

    void take(Side side, Connection watch, Options options)
        throws SQLException, InterruptedException {
      Side.Round round = side.round(watch, options.runs(), options.parallel());
      rates.add(round.steps());
      gaps.addAll(round.gaps());
    }

    double median() {
      return Times.median(rates.stream().mapToDouble(Double::doubleValue).toArray());
    }

    Times times() {
      return Times.of(gaps);
    }

    void print(String name) {
      System.out.printf(
          "| %s | %.1f | %.1f | %.1f | %s |%n",
          name,
          median(),
          times().percentile(0.5),
          times().percentile(0.99),
          String.join(", ", rates.stream().map("%.0f"::formatted).toList()));
    }
  }
}
