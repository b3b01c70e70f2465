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
 * @param resultSize values in the result
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
    int resultSize,
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
          1_000_000,
          false,
          Clock.systemUTC(),
          System::nanoTime);

  public Limits withSteps(long most) {
    return new Limits(
        most, time, depth, allocations, resultSize, strictBuiltinErrors, clock, nanoTime);
  }

  public Limits withTime(Duration most) {
    return new Limits(
        steps, most, depth, allocations, resultSize, strictBuiltinErrors, clock, nanoTime);
  }

  public Limits withAllocations(long most) {
    return new Limits(steps, time, depth, most, resultSize, strictBuiltinErrors, clock, nanoTime);
  }

  public Limits withResultSize(int most) {
    return new Limits(steps, time, depth, allocations, most, strictBuiltinErrors, clock, nanoTime);
  }

  public Limits withStrictBuiltinErrors(boolean strict) {
    return new Limits(steps, time, depth, allocations, resultSize, strict, clock, nanoTime);
  }

  public Limits withClock(InstantSource source) {
    return new Limits(
        steps, time, depth, allocations, resultSize, strictBuiltinErrors, source, nanoTime);
  }
}
