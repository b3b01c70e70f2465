package io.aleff.htn;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the planner is asked.
 *
 * @param state the world as observed now
 * @param excluded actions that must not be used, with the reason (denied, failed, rejected)
 * @param previous the plan so far, when replanning; null for a first plan
 * @param finished ids of steps of {@code previous} that are done (or still running) and must be
 *     kept
 * @param running ids of those finished steps that are still running: {@code state} does not show
 *     their effects yet, and the plan counts on them
 * @param budget nodes the search may expand
 * @param repair what of {@code previous} may change
 */
public record PlanRequest(
    Domain domain,
    WorldState state,
    Goal goal,
    Map<GroundAction, String> excluded,
    @Nullable Plan previous,
    Set<String> finished,
    Set<String> running,
    int budget,
    Repair repair) {

  /** A request that changes as little as possible. */
  public PlanRequest(
      Domain domain,
      WorldState state,
      Goal goal,
      Map<GroundAction, String> excluded,
      @Nullable Plan previous,
      Set<String> finished,
      Set<String> running,
      int budget) {
    this(domain, state, goal, excluded, previous, finished, running, budget, Repair.TREE);
  }

  /** The same with another way to repair the previous plan. */
  public PlanRequest with(Repair wanted) {
    return new PlanRequest(
        domain, state, goal, excluded, previous, finished, running, budget, wanted);
  }

  /** A request without running steps. */
  public PlanRequest(
      Domain domain,
      WorldState state,
      Goal goal,
      Map<GroundAction, String> excluded,
      @Nullable Plan previous,
      Set<String> finished,
      int budget) {
    this(domain, state, goal, excluded, previous, finished, Set.of(), budget);
  }

  /** A first plan, with nothing excluded. */
  public static PlanRequest first(Domain domain, WorldState state, Goal goal, int budget) {
    return new PlanRequest(domain, state, goal, Map.of(), null, Set.of(), Set.of(), budget);
  }
}
