package io.aleff.htn.search;

import io.aleff.htn.budget.LimitReached;
import io.aleff.htn.budget.Limits;
import io.aleff.htn.compiled.Solution;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A search that can go on after a solution. */
interface Improvable {

  /**
   * The next solution that costs less than a bound, which may shrink meanwhile; null when there is
   * none.
   *
   * @param bound in thousandths; {@link Long#MAX_VALUE} as long as any solution will do
   * @throws LimitReached when a limit is passed first; the search may be continued
   */
  @Nullable Solution next(LongSupplier bound, Limits limits);
}
