package io.aleff.htn.ground;

import java.util.Arrays;

/** Events with small costs, cheapest first; of equally cheap ones the newest. */
final class Agenda {

  /** All that costs more counts as this. */
  static final int DEAREST = (1 << 16) - 1;

  private int[] first = new int[64];
  private int[] events = new int[1024];
  private int[] next = new int[1024];
  private int size;
  private int least;
  private int most = -1;

  void clear() {
    Arrays.fill(first, 0, most + 1, 0);
    size = 0;
    least = 0;
    most = -1;
  }

  /**
   * @param event from 0
   * @param cost from 0 to {@link #DEAREST}
   */
  void add(int event, int cost) {
    if (size == events.length) {
      events = Arrays.copyOf(events, 2 * size);
      next = Arrays.copyOf(next, 2 * size);
    }
    if (cost >= first.length) {
      first = Arrays.copyOf(first, Math.max(2 * first.length, cost + 1));
    }
    events[size] = event;
    next[size] = first[cost];
    size++;
    first[cost] = size;
    most = Math.max(most, cost);
    least = Math.min(least, cost);
  }

  /** The cheapest event; -1 when there is none. */
  int poll() {
    while (least <= most) {
      int entry = first[least];
      if (entry != 0) {
        first[least] = next[entry - 1];
        return events[entry - 1];
      }
      least++;
    }
    return -1;
  }
}
