package io.aleff.rego.eval;

import io.aleff.definition.SourceLocation;
import io.aleff.rego.value.Value;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A call. An undefined argument makes it undefined. */
@SuppressWarnings("ArrayRecordComponent")
public record CallExpr(Callee callee, Expr[] args, SourceLocation location) implements Expr {

  @Override
  public @Nullable Value eval(QueryState state, Frame frame) {
    @Nullable Value[] values = new Value[args.length];
    for (int i = 0; i < args.length; i++) {
      Value value = args[i].eval(state, frame);
      if (value == null) {
        return null;
      }
      values[i] = value;
    }
    state.step();
    Map<String, Overrides.Mock> mocks = state.overrides.functions();
    Overrides.Mock mock = mocks.isEmpty() ? null : mocks.get(callee.name());
    return switch (mock) {
      case null -> callee.invoke(state, values, location);
      case Overrides.Mock.Constant c -> c.value();
      case Overrides.Mock.Other other -> withoutMocks(state, other.callee(), values);
    };
  }

  /** A function that stands for another one sees the originals. */
  private @Nullable Value withoutMocks(QueryState state, Callee other, @Nullable Value[] values) {
    Overrides overrides = state.overrides;
    @Nullable Value[] cache = state.cache;
    Map<RuleSet, Map<Value, Value>> keyed = state.keyed;
    Map<Collect, Value> closed = state.closed;
    Map<CallKey, Value> called = state.called;
    state.overrides = new Overrides(overrides.targets(), Map.of());
    state.cache = new Value[cache.length];
    state.keyed = new HashMap<>();
    state.closed = new HashMap<>();
    state.called = new HashMap<>();
    try {
      return other.invoke(state, Arrays.copyOf(values, other.arity()), location);
    } finally {
      state.overrides = overrides;
      state.cache = cache;
      state.keyed = keyed;
      state.closed = closed;
      state.called = called;
    }
  }
}
