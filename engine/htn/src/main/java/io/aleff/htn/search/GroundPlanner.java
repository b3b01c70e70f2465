package io.aleff.htn.search;

import io.aleff.htn.budget.Limits;
import io.aleff.htn.compiled.CompiledProblem;
import io.aleff.htn.compiled.Solution;
import io.aleff.htn.ground.GroundProblem;
import io.aleff.htn.ground.Grounder;
import io.aleff.htn.search.TotalOrderSearch.Guide;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Grounds a problem and searches it: greedily for the first solution, then again and again with the
 * cost counting for more (Richter, Thayer, Ruml: The joy of forgetting, 2010).
 */
final class GroundPlanner implements Improvable {

  /** Of the estimate against the cost, for each search in turn. */
  private static final int[] WEIGHTS = {0, 5, 3, 2, 1};

  private final CompiledProblem form;
  private final long seed;
  private @Nullable GroundProblem ground;
  private @Nullable Costs costs;
  private @Nullable Improvable search;
  private int turn;

  GroundPlanner(CompiledProblem form, long seed) {
    this.form = form;
    this.seed = seed;
  }

  @Override
  public @Nullable Solution next(LongSupplier bound, Limits limits) {
    GroundProblem problem = ground == null ? Grounder.ground(form, limits) : ground;
    if (problem == null) {
      return null;
    }
    ground = problem;
    while (true) {
      Improvable current = search == null ? search(problem) : search;
      search = current;
      Solution found = current.next(bound, limits);
      // Only the greedy search forgets cheaper ways to the same state.
      boolean exhausted = found == null && (turn > 0 || bound.getAsLong() == Long.MAX_VALUE);
      if (!exhausted && turn < WEIGHTS.length - 1) {
        turn++;
        search = null;
      }
      if (found != null || exhausted) {
        return found;
      }
    }
  }

  private Improvable search(GroundProblem problem) {
    Costs known = costs == null ? new Costs(form, problem) : costs;
    costs = known;
    return problem.isTotallyOrdered()
        ? totalOrder(problem, known)
        : new PartialOrderSearch(problem, known, WEIGHTS[turn], seed);
  }

  private Improvable totalOrder(GroundProblem problem, Costs known) {
    return turn > 0
        ? search(problem, known, Guide.EACH)
        : new Alternation(
            List.of(
                search(problem, known, Guide.EACH),
                search(problem, known, Guide.LATE),
                search(problem, known, Guide.NEAR)));
  }

  private Improvable search(GroundProblem problem, Costs known, Guide guide) {
    return new TotalOrderSearch(form, problem, known, WEIGHTS[turn], guide, seed);
  }
}
