package io.aleff.rego.builtin;

import io.aleff.rego.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * A built-in function.
 *
 * @param relation whether the result is the array of all results, over which a body iterates
 * @param allowed false for functions that reach out of the evaluation; they can only be mocked
 */
public record Builtin(String name, int arity, boolean relation, boolean allowed, Body body) {

  /** The code of a built-in; null is undefined. */
  @FunctionalInterface
  public interface Body {
    @Nullable Value call(Scope scope, Value[] args);
  }

  /** What a built-in may use of the evaluation that calls it. */
  public interface Scope {

    /** Accounts for work inside a long built-in; fails when a limit is reached. */
    void step();

    /** Accounts for going through this many values or characters without steps. */
    void work(long values);

    /** Accounts for elements or characters that are about to be built. */
    void allocate(long elements);

    /** Fails when something that is read is nested deeper than a result may be. */
    void nested(int depth);

    /** The instant of this evaluation in nanoseconds since the epoch. */
    long now();

    /** State of this evaluation that a built-in keeps under a name, for example seeded numbers. */
    Value remember(String key, java.util.function.Supplier<Value> first);

    /** Compiled patterns, kept with the policy. */
    PatternCache patterns();
  }
}
