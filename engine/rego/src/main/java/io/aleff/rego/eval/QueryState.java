package io.aleff.rego.eval;

import io.aleff.rego.Limits;
import io.aleff.rego.Tracer;
import io.aleff.rego.builtin.Builtin;
import io.aleff.rego.builtin.PatternCache;
import io.aleff.rego.value.NumberValue;
import io.aleff.rego.value.Value;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The state of one evaluation: documents, replaced names, caches, counters. Used by one thread. */
public final class QueryState implements Builtin.Scope {

  private final Limits limits;
  private final RuleTree tree;
  private final PatternCache patterns;
  private final Budget budget;
  private @Nullable Map<String, Value> remembered;
  private final @Nullable Tracer tracer;
  @Nullable Value input;
  @Nullable Value data;
  Overrides overrides = Overrides.NONE;
  @Nullable Value[] cache;
  Map<RuleSet, Map<Value, Value>> keyed = new HashMap<>();
  Map<Collect, Value> closed = new HashMap<>();
  Map<CallKey, Value> called = new HashMap<>();

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
    this.budget = new Budget(limits);
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
    budget.step();
  }

  @Override
  public void work(long values) {
    budget.work(values);
  }

  @Override
  public void allocate(long elements) {
    budget.allocate(elements);
  }

  @Override
  public void nested(int depth) {
    budget.nested(depth);
  }

  /** Checks a value that was built, and gives it back. */
  <T extends Value> T built(T value) {
    budget.built(value);
    return value;
  }

  void enter() {
    budget.enter();
  }

  void leave() {
    budget.leave();
  }

  @Override
  public long now() {
    Value first =
        remember(
            "$now",
            () -> {
              Instant now = limits.clock().instant();
              return NumberValue.of(now.getEpochSecond() * 1_000_000_000L + now.getNano());
            });
    return ((NumberValue) first).longValue();
  }

  @Override
  public Value remember(String key, Supplier<Value> first) {
    Map<String, Value> known = remembered;
    if (known == null) {
      known = new HashMap<>();
      remembered = known;
    }
    return known.computeIfAbsent(key, k -> first.get());
  }

  @Override
  public PatternCache patterns() {
    return patterns;
  }
}
