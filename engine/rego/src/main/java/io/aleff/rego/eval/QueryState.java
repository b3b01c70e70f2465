package io.aleff.rego.eval;

import io.aleff.rego.Limits;
import io.aleff.rego.Tracer;
import io.aleff.rego.builtin.Builtin;
import io.aleff.rego.builtin.PatternCache;
import io.aleff.rego.value.ArrayValue;
import io.aleff.rego.value.Value;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The state of one evaluation: documents, replaced names, caches, counters. Used by one thread. */
public final class QueryState implements Builtin.Scope {

  private static final int CLOCK_INTERVAL = 255;

  private final Limits limits;
  private final RuleTree tree;
  private final PatternCache patterns;
  private final long deadline;
  private final Map<String, Value> remembered = new HashMap<>();
  private final @Nullable Tracer tracer;
  @Nullable Value input;
  @Nullable Value data;
  Overrides overrides = Overrides.NONE;
  @Nullable Value[] cache;
  Map<RuleSet, Map<Value, Value>> keyed = new HashMap<>();
  Value metadata = ArrayValue.EMPTY;
  private long steps;
  private long allocated;
  private int depth;

  public QueryState(
      RuleTree tree,
      int ruleSets,
      PatternCache patterns,
      @Nullable Value input,
      @Nullable Value data,
      Limits limits,
      @Nullable Tracer tracer) {
    this.tracer = tracer;
    this.tree = tree;
    this.patterns = patterns;
    this.limits = limits;
    this.input = input;
    this.data = data;
    this.cache = new Value[ruleSets];
    this.deadline = limits.nanoTime().getAsLong() + limits.time().toNanos();
  }

  @Nullable Tracer tracer() {
    return tracer;
  }

  RuleTree tree() {
    return tree;
  }

  boolean strict() {
    return limits.strictBuiltinErrors();
  }

  @Override
  public void step() {
    if (++steps > limits.steps()) {
      throw new RegoFailure("eval_limit_steps", "more than " + limits.steps() + " steps", null);
    }
    if ((steps & CLOCK_INTERVAL) == 0 && limits.nanoTime().getAsLong() - deadline > 0) {
      throw new RegoFailure(
          "eval_limit_time", "not finished within " + limits.time().toMillis() + " ms", null);
    }
  }

  @Override
  public void allocate(long elements) {
    allocated += elements;
    if (allocated > limits.allocations() || allocated < 0) {
      throw new RegoFailure(
          "eval_limit_allocations", "more than " + limits.allocations() + " elements built", null);
    }
  }

  void enter() {
    if (++depth > limits.depth()) {
      throw new RegoFailure("eval_limit_depth", "rules nested deeper than " + limits.depth(), null);
    }
  }

  void leave() {
    depth--;
  }

  @Override
  public long now() {
    Instant now = remembered.containsKey("$now") ? Instant.EPOCH : limits.clock().instant();
    Value first =
        remember(
            "$now",
            () ->
                io.aleff.rego.value.NumberValue.of(
                    now.getEpochSecond() * 1_000_000_000L + now.getNano()));
    return ((io.aleff.rego.value.NumberValue) first).longValue();
  }

  @Override
  public Value remember(String key, Supplier<Value> first) {
    return remembered.computeIfAbsent(key, k -> first.get());
  }

  @Override
  public Value metadataChain() {
    return metadata;
  }

  @Override
  public PatternCache patterns() {
    return patterns;
  }
}
