package io.aleff.qa.bench;

import java.util.Arrays;
import java.util.Collection;

/** Durations in nanoseconds, sorted. */
final class Times {

  private final long[] sorted;

  private Times(long[] sorted) {
    this.sorted = sorted;
  }

  static Times of(Collection<Long> nanos) {
    return new Times(nanos.stream().mapToLong(Long::longValue).sorted().toArray());
  }

  double percentile(double part) {
    if (sorted.length == 0) {
      return 0;
    }
    int index = (int) Math.ceil(part * sorted.length) - 1;
    return sorted[Math.max(0, index)] / 1e6;
  }

  static double median(double[] values) {
    double[] copy = values.clone();
    Arrays.sort(copy);
    int middle = copy.length / 2;
    return copy.length % 2 == 1 ? copy[middle] : (copy[middle - 1] + copy[middle]) / 2;
  }
}
