package io.aleff.sandbox.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How long one way to run a program took, each time. For one thread. */
public final class Timings {

  private final List<Long> nanos = new ArrayList<>();
  private final Map<String, Integer> reasons = new LinkedHashMap<>();

  void add(long time) {
    nanos.add(time);
  }

  void add(Timings others) {
    nanos.addAll(others.nanos);
    others.reasons.forEach((why, count) -> reasons.merge(why, count, Integer::sum));
  }

  void lose(String why) {
    reasons.merge(why, 1, Integer::sum);
  }

  /** Runs that gave the right output. */
  public int count() {
    return nanos.size();
  }

  /** Runs that did not. */
  public int lost() {
    return reasons.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Why runs did not, with how many each time, in the order of their first. */
  public Map<String, Integer> reasons() {
    return Collections.unmodifiableMap(reasons);
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
