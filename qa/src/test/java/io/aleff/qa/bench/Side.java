package io.aleff.qa.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** One of the two engines. */
interface Side {

  int STEPS = 5;

  String name();

  /** Starts a run and returns its id. */
  String start();

  Probe probe();

  /** A query with the ids as its one parameter, for those that have not ended. */
  String unfinished();

  /**
   * @param steps how many in a second
   * @param gaps between the steps' work
   */
  record Round(double steps, List<Long> gaps) {}

  /** Carries out so many runs, so many at a time. Both sides are watched in the same way. */
  default Round round(Connection watch, int runs, int parallel)
      throws SQLException, InterruptedException {
    probe().drain();
    Set<String> open = new HashSet<>();
    long began = System.nanoTime();
    int started = 0;
    while (started < runs || !open.isEmpty()) {
      while (started < runs && open.size() < parallel) {
        open.add(start());
        started++;
      }
      TimeUnit.MILLISECONDS.sleep(4);
      open.retainAll(stillOpen(watch, open));
      if (System.nanoTime() - began > TimeUnit.MINUTES.toNanos(5)) {
        throw new IllegalStateException(name() + " did not finish " + open);
      }
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    return new Round(runs * STEPS / seconds, new ArrayList<>(probe().drain()));
  }

  private Set<String> stillOpen(Connection watch, Set<String> ids) throws SQLException {
    Set<String> found = new HashSet<>();
    try (PreparedStatement query = watch.prepareStatement(unfinished())) {
      query.setArray(1, watch.createArrayOf("text", ids.toArray()));
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          found.add(rows.getString(1));
        }
      }
    }
    return found;
  }
}
