package io.aleff.htn.lifted;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * In which order the methods of a task are tried: as declared, reversed or shuffled for each task.
 */
final class MethodOrder {

  private final int[][] orders;
  private final int round;
  private final SplittableRandom random;

  /**
   * @param round 0 keeps the declared order, 1 reverses it, others shuffle
   */
  MethodOrder(int tasks, int round, long seed) {
    this.orders = new int[tasks][];
    this.round = round;
    this.random = new SplittableRandom(seed * 1_000_003 + round);
  }

  /** Shuffles the choice of variables too; null in the first rounds. */
  @Nullable SplittableRandom random() {
    return round < 3 ? null : random;
  }

  int[] of(int task, int methods) {
    int[] known = orders[task];
    if (known != null && round < 3) {
      return known;
    }
    int[] order = new int[methods];
    for (int i = 0; i < methods; i++) {
      order[i] = round == 1 ? methods - 1 - i : i;
    }
    if (round > 1) {
      for (int i = methods - 1; i > 0; i--) {
        int j = random.nextInt(i + 1);
        int swap = order[i];
        order[i] = order[j];
        order[j] = swap;
      }
    }
    orders[task] = order;
    return order;
  }
}
