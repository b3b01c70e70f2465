package io.aleff.htn.lifted;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * In which order the methods of a task are tried, and the values of its variables. The first round
 * keeps the declared order and the second one reverses it. Later ones choose values at random, with
 * the methods in turn as declared, shuffled once for each task, and shuffled anew each time.
 */
final class MethodOrder {

  private final int[][] orders;
  private final int round;
  private final SplittableRandom random;

  MethodOrder(int tasks, int round, long seed) {
    this.orders = new int[tasks][];
    this.round = round;
    this.random = new SplittableRandom(seed * 1_000_003 + round);
  }

  /** Shuffles the choice of variables too; null in the first rounds. */
  @Nullable SplittableRandom random() {
    return round < 2 ? null : random;
  }

  int[] of(int task, int methods) {
    int[] known = orders[task];
    if (known != null) {
      return known;
    }
    int[] order = new int[methods];
    for (int i = 0; i < methods; i++) {
      order[i] = round == 1 ? methods - 1 - i : i;
    }
    if (round > 1 && round % 3 != 0) {
      shuffle(order);
    }
    if (round < 2 || round % 3 != 2) {
      orders[task] = order;
    }
    return order;
  }

  private void shuffle(int[] order) {
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swap = order[i];
      order[i] = order[j];
      order[j] = swap;
    }
  }
}
