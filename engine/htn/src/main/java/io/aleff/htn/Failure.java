package io.aleff.htn;

/**
 * Why something did not lead to a plan.
 *
 * @param cause as in {@link PlanNode.Rejection}
 * @param detail in words
 */
record Failure(String cause, String detail) {

  static final String PRECONDITION = "precondition";
  static final String DEAD_END = "dead-end";
  static final String EXCLUDED = "excluded";
  static final String COST = "cost";

  boolean excluded() {
    return cause.equals(EXCLUDED);
  }

  /** What this failure is to the method above: an exclusion stays one, the rest is a dead end. */
  Failure above() {
    return excluded() ? this : new Failure(DEAD_END, detail);
  }
}
