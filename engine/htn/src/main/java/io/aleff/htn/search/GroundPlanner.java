package io.aleff.htn.search;

import io.aleff.htn.budget.LimitReached;
import io.aleff.htn.budget.Limits;
import io.aleff.htn.compiled.CompiledProblem;
import io.aleff.htn.compiled.Solution;
import io.aleff.htn.ground.GroundProblem;
import io.aleff.htn.ground.Grounder;
import org.jspecify.annotations.Nullable;

/** Grounds a problem and searches it. */
public final class GroundPlanner {

  private GroundPlanner() {}

  /**
   * A solution; null when there is none.
   *
   * @throws LimitReached when a limit is passed first
   */
  public static @Nullable Solution solve(CompiledProblem problem, Limits limits) {
    GroundProblem ground = Grounder.ground(problem, limits);
    if (ground == null) {
      return null;
    }
    return ground.isTotallyOrdered()
        ? new TotalOrderSearch(problem, ground, limits).run()
        : new PartialOrderSearch(ground, 0, limits).run();
  }
}
