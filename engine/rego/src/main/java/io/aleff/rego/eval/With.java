package io.aleff.rego.eval;

import io.aleff.rego.value.NullValue;
import io.aleff.rego.value.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs an expression with other documents and functions; what follows sees the old ones again. */
public final class With extends Node {

  /** One replacement. */
  public sealed interface Modifier {

    /** {@code with input.path as value}. */
    record Input(List<Value> path, Expr value) implements Modifier {}

    /** {@code with data.path as value}. */
    record Data(List<Value> path, Expr value) implements Modifier {}

    /** {@code with function as value}. */
    record Constant(String function, Expr value) implements Modifier {}

    /** {@code with function as other}. */
    record Other(String function, Callee callee) implements Modifier {}
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Saved(
      @Nullable Value input,
      @Nullable Value data,
      Overrides overrides,
      @Nullable Value[] cache,
      Map<RuleSet, Map<Value, Value>> keyed,
      Map<Collect, Value> closed,
      Map<CallKey, Value> called) {

    static Saved of(QueryState s) {
      return new Saved(s.input, s.data, s.overrides, s.cache, s.keyed, s.closed, s.called);
    }

    void restore(QueryState s) {
      s.input = input;
      s.data = data;
      s.overrides = overrides;
      s.cache = cache;
      s.keyed = keyed;
      s.closed = closed;
      s.called = called;
    }
  }

  private final List<Modifier> modifiers;
  private final Node body;
  private final int sink;

  /**
   * @param body a chain that ends in {@code Emit(sink)}
   */
  public With(List<Modifier> modifiers, Node body, int sink) {
    this.modifiers = modifiers;
    this.body = body;
    this.sink = sink;
  }

  @Override
  public boolean run(QueryState state, Frame frame) {
    state.step();
    Saved outer = Saved.of(state);
    @Nullable Value[] values = new Value[modifiers.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(modifiers.get(i), state, frame);
      if (values[i] == null) {
        return false;
      }
    }
    for (int i = 0; i < values.length; i++) {
      Value value = values[i];
      if (value != null) {
        apply(modifiers.get(i), value, state);
      }
    }
    state.cache = new Value[outer.cache.length];
    state.keyed = new HashMap<>();
    state.closed = new HashMap<>();
    state.called = new HashMap<>();
    Saved inner = Saved.of(state);
    frame.sinks[sink] =
        (Emit.Sink)
            (s, f) -> {
              outer.restore(s);
              try {
                return next.run(s, f);
              } finally {
                inner.restore(s);
              }
            };
    try {
      return body.run(state, frame);
    } finally {
      outer.restore(state);
    }
  }

  private static @Nullable Value value(Modifier modifier, QueryState state, Frame frame) {
    return switch (modifier) {
      case Modifier.Input m -> m.value.eval(state, frame);
      case Modifier.Data m -> m.value.eval(state, frame);
      case Modifier.Constant m -> m.value.eval(state, frame);
      case Modifier.Other m -> NullValue.NULL;
    };
  }

  private static void apply(Modifier modifier, Value value, QueryState state) {
    switch (modifier) {
      case Modifier.Input m -> state.input = Overrides.put(state.input, m.path, 0, value);
      case Modifier.Data m -> {
        state.data = Overrides.put(state.data, m.path, 0, value);
        state.overrides = state.overrides.hiding(m.path);
      }
      case Modifier.Constant m ->
          state.overrides = state.overrides.mocking(m.function, new Overrides.Mock.Constant(value));
      case Modifier.Other m ->
          state.overrides = state.overrides.mocking(m.function, new Overrides.Mock.Other(m.callee));
    }
  }
}
