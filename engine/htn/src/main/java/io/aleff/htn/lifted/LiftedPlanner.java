package io.aleff.htn.lifted;

import io.aleff.htn.budget.LimitReached;
import io.aleff.htn.budget.Limits;
import io.aleff.htn.compiled.CompiledProblem;
import io.aleff.htn.compiled.Solution;
import org.jspecify.annotations.Nullable;

/**
 * Restarts the lifted search with other method orders and more nodes until the limits are reached.
 */
public final class LiftedPlanner {

  private static final long FIRST_NODES = 200_000;

  private final CompiledProblem problem;
  private final long seed;
  private boolean proved;

  public LiftedPlanner(CompiledProblem problem, long seed) {
    this.problem = problem;
    this.seed = seed;
  }

  /** Whether the last run proved that there is no solution. */
  public boolean provedUnsolvable() {
    return proved;
  }

  /**
   * A solution; null when there is none.
   *
   * @throws LimitReached when time, memory or the caller's patience ends
   */
  public @Nullable Solution solve(Limits limits) {
    long nodes = FIRST_NODES;
    int deepest = 50_000;
    for (int round = 0; ; round++) {
      MethodOrder order = new MethodOrder(problem.tasks().size(), round, seed);
      Limits part = limits.part(Long.MAX_VALUE / 4, nodes);
      LiftedSearch search = new LiftedSearch(problem, order, deepest, part);
      try {
        Solution found = search.run();
        if (found != null) {
          return found;
        }
        if (!search.wasCut()) {
          proved = true;
          return null;
        }
        limits.spend(part);
        deepest = Math.min(deepest, Integer.MAX_VALUE / 2) * 2;
      } catch (LimitReached reached) {
        if (reached.limit() != LimitReached.Limit.NODES) {
          throw reached;
        }
        limits.spend(part);
        nodes += nodes / 4;
        deepest = round % 2 == 0 ? 60 * (round + 1) : 50_000;
      }
    }
  }
}
