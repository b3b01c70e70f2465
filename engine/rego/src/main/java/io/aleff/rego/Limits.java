package io.aleff.rego;

import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * What one evaluation may use. Exceeding any bound ends it with a typed failure.
 *
 * @param steps expressions evaluated
 * @param time wall time, measured with {@code nanoTime}
 * @param depth rules and functions entered one inside the other
 * @param allocations elements of collections and characters of strings built
 * @param bytes memory allocated in all, in bytes; not measured on virtual threads
 * @param valueSize values in any one value, counted as often as they are reached
 * @param resultSize values in the result
 * @param nesting collections inside collections in the result
 * @param strictBuiltinErrors whether an error of a built-in ends the evaluation; otherwise it makes
 *     the expression undefined
 * @param clock what {@code time.now_ns} reads, once for each evaluation
 * @param nanoTime a monotonic counter of nanoseconds
 */
public record Limits(
    long steps,
    Duration time,
    int depth,
    long allocations,
    long bytes,
    long valueSize,
    int resultSize,
    int nesting,
    boolean strictBuiltinErrors,
    InstantSource clock,
    LongSupplier nanoTime) {

  /** Bounds for decisions: far above what a guardrail needs, low enough to protect the engine. */
  public static final Limits DEFAULT =
      new Limits(
          5_000_000,
          Duration.ofSeconds(5),
          256,
          4_000_000,
          512L << 20,
          20_000_000,
          1_000_000,
          500,
          false,
          Clock.systemUTC(),
          System::nanoTime);

  /** The same bounds with some changed. */
  private static final class Change {
    private long steps;
    private Duration time;
    private int depth;
    private long allocations;
    private long bytes;
    private long valueSize;
    private int resultSize;
    private int nesting;
    private boolean strict;
    private InstantSource clock;
    private LongSupplier nanoTime;

    Change(Limits from) {
      steps = from.steps;
      time = from.time;
      depth = from.depth;
      allocations = from.allocations;
      bytes = from.bytes;
      valueSize = from.valueSize;
      resultSize = from.resultSize;
      nesting = from.nesting;
      strict = from.strictBuiltinErrors;
      clock = from.clock;
      nanoTime = from.nanoTime;
    }

    Limits done() {
      return new Limits(
          steps,
          time,
          depth,
          allocations,
          bytes,
          valueSize,
          resultSize,
          nesting,
          strict,
          clock,
          nanoTime);
    }
  }

  private Limits with(java.util.function.Consumer<Change> edit) {
    Change change = new Change(this);
    edit.accept(change);
    return change.done();
  }

  public Limits withSteps(long most) {
    return with(c -> c.steps = most);
  }

  public Limits withTime(Duration most) {
    return with(c -> c.time = most);
  }

  public Limits withDepth(int most) {
    return with(c -> c.depth = most);
  }

  public Limits withAllocations(long most) {
    return with(c -> c.allocations = most);
  }

  public Limits withBytes(long most) {
    return with(c -> c.bytes = most);
  }

  public Limits withValueSize(long most) {
    return with(c -> c.valueSize = most);
  }

  public Limits withResultSize(int most) {
    return with(c -> c.resultSize = most);
  }

  public Limits withNesting(int most) {
    return with(c -> c.nesting = most);
  }

  public Limits withStrictBuiltinErrors(boolean strict) {
    return with(c -> c.strict = strict);
  }

  public Limits withClock(InstantSource source) {
    return with(c -> c.clock = source);
  }

  public Limits withNanoTime(LongSupplier source) {
    return with(c -> c.nanoTime = source);
  }
}
