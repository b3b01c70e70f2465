package io.aleff.htn.lifted;

import io.aleff.htn.compiled.CompiledProblem;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * In which order the methods of a task are tried, and the values of its variables. The first round
 * keeps the declared order and the second one reverses it. Later ones choose values at random, with
 * the methods in turn as declared, shuffled once for each task, and shuffled anew each time.
 *
 * <p>Every other round also says of which tasks no subtask may be the same task with the same
 * arguments: first of all that have arguments, later of some chosen at random. That keeps a search
 * from going in circles where each circle leads to another state (as the Dejavu extension of
 * HyperTensioN does: Magnaguagno, Meneguzzi, de Silva, 2021); it may lose plans, so other rounds go
 * without.
 */
final class MethodOrder {

  private final int[][] orders;
  private final boolean[] avoided;
  private final int round;
  private final SplittableRandom random;

  MethodOrder(CompiledProblem problem, int round, long seed) {
    int tasks = problem.tasks().size();
    this.orders = new int[tasks][];
    this.avoided = new boolean[tasks];
    this.round = round;
    this.random = new SplittableRandom(seed * 1_000_003 + round);
    for (int task = 0; task < tasks && round >= 2 && round % 2 == 0; task++) {
      boolean has = !problem.tasks().get(task).domains().isEmpty();
      avoided[task] = round == 2 ? has : random.nextBoolean();
    }
  }

  /** Whether a task that repeats one above it is given up. */
  boolean avoids(int task) {
    return avoided[task];
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
