package io.aleff.rego.eval;

import io.aleff.rego.value.Value;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A function with arguments, under which the result of a call is kept. */
final class CallKey {

  private final RuleSet function;
  private final @Nullable Value[] args;
  private final int hash;

  /**
   * @param args not changed afterwards
   */
  CallKey(RuleSet function, @Nullable Value[] args) {
    this.function = function;
    this.args = args;
    this.hash = 31 * System.identityHashCode(function) + Arrays.hashCode(args);
  }

  @Override
  @SuppressWarnings("ReferenceEquality")
  public boolean equals(@Nullable Object other) {
    return other instanceof CallKey key
        && key.hash == hash
        && key.function == function
        && Arrays.equals(key.args, args);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
