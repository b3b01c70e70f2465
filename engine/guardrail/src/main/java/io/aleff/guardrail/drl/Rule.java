package io.aleff.guardrail.drl;

import java.util.List;

/**
 * @param salience literal priority
 */
record Rule(
    String name, int salience, boolean noLoop, Condition condition, List<Insertion> insertions) {

  /** {@code insert(new Signal(name, weight, evidence));} */
  record Insertion(String signal, Expr weight, Expr evidence) {}
}
