package io.aleff.htn.lifted;

import io.aleff.htn.budget.LimitReached;
import io.aleff.htn.budget.Limits;
import io.aleff.htn.compiled.CompiledProblem;
import io.aleff.htn.compiled.Solution;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Restarts the lifted search with other orders until the limits are reached: two long tries, then
 * random ones of all lengths, some of which soon give up a task that takes much effort.
 */
public final class LiftedPlanner {

  private static final long FIRST_NODES = 200_000;

  /** Of the shortest random try. */
  private static final long NODES = 10_000;

  private static final int DEEPEST = 50_000;

  /** Decompositions tried for one task, in turn. */
  private static final int[] TRIES = {Integer.MAX_VALUE, 300, 60, 1_000};

  private final CompiledProblem problem;
  private final long seed;
  private int deepest = DEEPEST;
  private int round;

  public LiftedPlanner(CompiledProblem problem, long seed) {
    this.problem = problem;
    this.seed = seed;
  }

  /**
   * The next solution that costs less than a bound, which may shrink meanwhile; null when there is
   * none.
   *
   * @param bound in thousandths
   * @throws LimitReached when time, memory or the caller's patience ends
   */
  public @Nullable Solution next(LongSupplier bound, Limits limits) {
    while (true) {
      MethodOrder order = new MethodOrder(problem, round, seed);
      int tries = round < 2 ? Integer.MAX_VALUE : TRIES[round % TRIES.length];
      long nodes = round < 2 ? FIRST_NODES : NODES * Restarts.luby(round - 1);
      round++;
      Limits part = limits.part(Long.MAX_VALUE / 4, nodes);
      var extent = new LiftedSearch.Extent(deepest, tries);
      LiftedSearch search = new LiftedSearch(problem, order, extent, bound, part);
      try {
        Solution found = search.run();
        if (found != null || !search.wasCut()) {
          return found;
        }
        deepest = Math.min(deepest, Integer.MAX_VALUE / 2) * 2;
      } catch (LimitReached reached) {
        if (reached.limit() != LimitReached.Limit.NODES) {
          throw reached;
        }
      }
      limits.spend(part);
    }
  }
}
