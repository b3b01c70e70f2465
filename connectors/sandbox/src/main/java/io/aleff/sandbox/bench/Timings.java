package io.aleff.sandbox.bench;

import java.util.ArrayList;
import java.util.List;

/** How long one way to run a program took, each time. For one thread. */
public final class Timings {

  private final List<Long> nanos = new ArrayList<>();
  private int lost;

  void add(long time) {
    nanos.add(time);
  }

  void lose() {
    lost++;
  }

  /** Runs that gave the right output. */
  public int count() {
    return nanos.size();
  }

  /** Runs that did not. */
  public int lost() {
    return lost;
  }

  /**
   * The time within which a share of the runs ended, in milliseconds; by the nearest rank.
   *
   * @param share 0 to 1
   * @return 0 when nothing was timed
   */
  public double millis(double share) {
    if (nanos.isEmpty()) {
      return 0;
    }
    List<Long> sorted = new ArrayList<>(nanos);
    sorted.sort(null);
    int rank = (int) Math.ceil(share * sorted.size());
    return sorted.get(Math.max(0, rank - 1)) / 1e6;
  }
}
