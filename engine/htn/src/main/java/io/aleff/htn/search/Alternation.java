package io.aleff.htn.search;

import io.aleff.htn.budget.LimitReached;
import io.aleff.htn.budget.Limits;
import io.aleff.htn.compiled.Solution;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Two searches for the same in turn, each for ever more nodes: one that estimates each node, and
 * one that estimates few, which is given more.
 */
final class Alternation implements Improvable {

  private static final long NODES = 100;

  /** Nodes of the second search for each of the first one. */
  private static final int SHARE = 2;

  private final Improvable first;
  private final Improvable second;
  private long nodes = NODES;
  private boolean isSecond;

  Alternation(Improvable first, Improvable second) {
    this.first = first;
    this.second = second;
  }

  @Override
  public @Nullable Solution next(LongSupplier bound, Limits limits) {
    while (true) {
      Limits part = limits.part(Long.MAX_VALUE / 4, isSecond ? SHARE * nodes : nodes);
      try {
        return (isSecond ? second : first).next(bound, part);
      } catch (LimitReached reached) {
        if (reached.limit() != LimitReached.Limit.NODES) {
          throw reached;
        }
      }
      limits.spend(part);
      nodes += isSecond ? nodes / 2 : 0;
      isSecond = !isSecond;
    }
  }
}
