package io.aleff.qa.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Guarded steps per second, beside the same models on the bare engine and the same database. */
final class StepsBench {

  private StepsBench() {}

  static void run(Options options) throws IOException, SQLException, InterruptedException {
    Path home = Files.createTempDirectory("aleff-bench-");
    try (AleffSide aleff = new AleffSide(home, new Probe(options.work()));
        Connection watch = aleff.superuser()) {
      aleff.round(watch, 1, 1);
      try (RawSide lean = raw(aleff, watch, options, RawSide.Tuning.LEAN);
          RawSide shipped = raw(aleff, watch, options, RawSide.Tuning.SHIPPED)) {
        measure(watch, List.of(lean, shipped, aleff), options);
      }
    }
  }

  private static RawSide raw(
      AleffSide aleff, Connection watch, Options options, RawSide.Tuning tuning)
      throws SQLException {
    return new RawSide(aleff.roles(), watch, new Probe(options.work()), tuning);
  }

  /**
   * @param sides Aleff is the last
   */
  private static void measure(Connection watch, List<Side> sides, Options options)
      throws SQLException, InterruptedException {
    System.out.printf(
        "%d runs of %d steps a round, %d at a time, %d ms of work a step, fsync %s%n%n",
        options.runs(), Side.STEPS, options.parallel(), options.work(), fsync(watch));
    for (int i = 0; i < options.warmup(); i++) {
      for (Side side : sides) {
        side.round(watch, options.runs(), options.parallel());
      }
    }
    List<Series> all = sides.stream().map(Series::new).toList();
    List<Series> turns = new ArrayList<>(all);
    for (int round = 0; round < options.rounds(); round++) {
      for (Series one : turns) {
        one.take(watch, options);
      }
      Collections.reverse(turns);
    }
    System.out.println(
        "| | steps/s | between steps, p50 ms | p99 ms | rounds |\n|---|---|---|---|---|");
    all.forEach(Series::print);
    Series own = all.getLast();
    for (Series other : all.subList(0, all.size() - 1)) {
      System.out.printf(
          "%nRatio to \"%s\": %.2f. Overhead of a step: p50 %.1f ms, p99 %.1f ms.%n",
          other.side().name(),
          own.median() / other.median(),
          own.times().percentile(0.5) - other.times().percentile(0.5),
          own.times().percentile(0.99) - other.times().percentile(0.99));
    }
  }

  private static String fsync(Connection watch) throws SQLException {
    try (Statement statement = watch.createStatement();
        ResultSet row = statement.executeQuery("SHOW fsync")) {
      row.next();
      return row.getString(1);
    }
  }

  private record Series(Side side, List<Double> rates, List<Long> gaps) {

    Series(Side side) {
      this(side, new ArrayList<>(), new ArrayList<>());
    }

    void take(Connection watch, Options options) throws SQLException, InterruptedException {
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

    void print() {
      System.out.printf(
          "| %s | %.1f | %.1f | %.1f | %s |%n",
          side.name(),
          median(),
          times().percentile(0.5),
          times().percentile(0.99),
          String.join(", ", rates.stream().map("%.0f"::formatted).toList()));
    }
  }
}
