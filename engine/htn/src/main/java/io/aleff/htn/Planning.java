package io.aleff.htn;

import java.util.List;

/** The outcome of planning. */
public sealed interface Planning {

  /** A plan that the independent checker accepts. */
  record Planned(Plan plan) implements Planning {}

  /**
   * No plan.
   *
   * @param code {@code no-plan}, {@code budget}, {@code unknown-task}, {@code bad-argument}
   * @param tried the methods that were tried and why each was rejected
   */
  record Refused(String code, String message, List<PlanNode.Rejection> tried) implements Planning {}
}
