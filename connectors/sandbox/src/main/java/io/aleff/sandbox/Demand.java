package io.aleff.sandbox;

import java.util.Arrays;

/** How many sandboxes were asked for lately. Pure; the time comes from outside. */
final class Demand {

  private static final int SECONDS = 60;

  private final int[] counts = new int[SECONDS];
  private long newest = Long.MIN_VALUE;

  /**
   * @param second of a clock that never goes back
   */
  void record(long second) {
    advance(second);
    counts[Math.floorMod(second, SECONDS)]++;
  }

  /** The most that were asked for within one second of the last minute. */
  int peak(long second) {
    advance(second);
    return Arrays.stream(counts).max().orElse(0);
  }

  private void advance(long second) {
    if (newest == Long.MIN_VALUE || second - newest >= SECONDS) {
      Arrays.fill(counts, 0);
    } else {
      for (long each = newest + 1; each <= second; each++) {
        counts[Math.floorMod(each, SECONDS)] = 0;
      }
    }
    newest = Math.max(newest, second);
  }
}
