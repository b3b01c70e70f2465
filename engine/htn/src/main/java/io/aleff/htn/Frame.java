package io.aleff.htn;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A situation of the search: its options, which one is being tried, and what did not apply. */
final class Frame {

  /** A method that could not even be tried. */
  record Noted(Node node, String method, Failure failure) {}

  /** What applying the current option changed. */
  record Applied(
      Network.Change network, SearchState.@Nullable Change state, @Nullable PlanStep used) {}

  final List<Option> options = new ArrayList<>();
  final List<Noted> noted = new ArrayList<>();
  private int next;
  private @Nullable Failure first;
  private @Nullable BigDecimal solved;

  @Nullable Option current;
  @Nullable Applied applied;

  /** Costs before the current option was applied. */
  BigDecimal spent = BigDecimal.ZERO;

  BigDecimal rest = BigDecimal.ZERO;

  @Nullable Option advance() {
    current = next < options.size() ? options.get(next++) : null;
    return current;
  }

  /** The first failure explains the rest, but an exclusion explains more. */
  void fail(Failure failure) {
    if (first == null || (failure.excluded() && !first.excluded())) {
      first = failure;
    }
  }

  void note(Node node, String method, Failure failure) {
    noted.add(new Noted(node, method, failure));
    fail(failure);
  }

  /** Why this situation leads to no plan. */
  Failure failure() {
    return first == null ? new Failure(Failure.DEAD_END, "nothing is left to try") : first;
  }

  void markSolved(BigDecimal cost) {
    solved = cost;
  }

  /** The cost of the best plan through here; null when there is none. */
  @Nullable BigDecimal solvedCost() {
    return solved;
  }

  boolean wasBounded() {
    return options.stream().anyMatch(o -> o.fate instanceof Option.Bounded);
  }
}
