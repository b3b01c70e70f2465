package io.aleff.htn;

import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One way to go on from a situation of the search, and what came of it. */
final class Option {

  /** What is done to the node. */
  sealed interface Move {}

  /** Takes a method; {@code reads} are the values its precondition rests on. */
  record Decompose(
      Method method,
      Map<String, String> binding,
      Map<String, PlanNode> scripts,
      Map<Fact, String> reads)
      implements Move {}

  /**
   * Plans to carry out an action.
   *
   * @param former the unfinished step of the previous plan that this is, if any
   */
  record Execute(Action action, Outcome outcome, @Nullable PlanStep former) implements Move {}

  /** Counts on a step that is done or running. */
  record Keep(PlanStep step) implements Move {}

  /** What became of an option. */
  sealed interface Fate {}

  /** Not looked at. */
  record Untried() implements Fate {}

  /** Cannot be cheaper than the best plan known then. */
  record Bounded(BigDecimal bound) implements Fate {}

  /** Led to no plan. */
  record Dead(Failure failure) implements Fate {}

  /** Led to a plan of this cost, the best of several. */
  record Solved(BigDecimal cost) implements Fate {}

  final Node node;
  final Move move;

  /** What this move itself costs. */
  final BigDecimal cost;

  Fate fate = new Untried();

  Option(Node node, Move move, BigDecimal cost) {
    this.node = node;
    this.move = move;
    this.cost = cost;
  }
}
