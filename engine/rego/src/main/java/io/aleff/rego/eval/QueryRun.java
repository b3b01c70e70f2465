package io.aleff.rego.eval;

import io.aleff.rego.value.Value;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Runs a query to its end. */
public final class QueryRun {

  private QueryRun() {}

  /**
   * @param solution gets the value of a slot by number, for each solution
   */
  public static void solve(
      Node body,
      int slots,
      int sinks,
      QueryState state,
      Consumer<IntFunction<@Nullable Value>> solution) {
    Frame frame = new Frame(slots, sinks);
    frame.sinks[0] =
        (Emit.Sink)
            (s, f) -> {
              s.allocate(1);
              solution.accept(slot -> f.slots[slot]);
              return false;
            };
    body.run(state, frame);
  }
}
