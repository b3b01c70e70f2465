package io.aleff.htn.search;

import io.aleff.htn.budget.LimitReached;
import io.aleff.htn.budget.Limits;
import io.aleff.htn.compiled.Solution;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Several searches for the same. It is always the turn of the one that has done least work, for
 * more nodes each time, because an interrupted node is begun anew.
 */
final class Alternation implements Improvable {

  private static final long NODES = 100;

  private static final class Share {
    private final Improvable search;
    private long nodes = NODES;
    private long work;

    Share(Improvable search) {
      this.search = search;
    }
  }

  private final List<Share> shares;

  Alternation(List<? extends Improvable> searches) {
    this.shares = searches.stream().map(Share::new).toList();
  }

  @Override
  public @Nullable Solution next(LongSupplier bound, Limits limits) {
    while (true) {
      Share turn = Collections.min(shares, Comparator.comparingLong(share -> share.work));
      Limits part = limits.part(Long.MAX_VALUE / 4, turn.nodes);
      long before = limits.worked();
      try {
        return turn.search.next(bound, part);
      } catch (LimitReached reached) {
        if (reached.limit() != LimitReached.Limit.NODES) {
          throw reached;
        }
      } finally {
        turn.work += limits.worked() - before;
      }
      limits.spend(part);
      turn.nodes += turn.nodes / 2;
    }
  }
}
