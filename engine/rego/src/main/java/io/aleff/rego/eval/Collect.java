package io.aleff.rego.eval;

import io.aleff.definition.SourceLocation;
import io.aleff.rego.ast.Term.Comprehension.Kind;
import io.aleff.rego.value.ArrayValue;
import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.SetValue;
import io.aleff.rego.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A comprehension.
 *
 * @param body a chain that ends in {@code Emit(sink)}
 * @param closed whether it depends on no variable around it; then it is computed once for each
 *     state of the documents
 */
public record Collect(
    Kind kind,
    @Nullable Expr key,
    Expr head,
    Node body,
    int sink,
    boolean closed,
    SourceLocation location)
    implements Expr {

  @Override
  public Value eval(QueryState state, Frame frame) {
    if (!closed) {
      return compute(state, frame);
    }
    Value known = state.closed.get(this);
    if (known == null) {
      known = compute(state, frame);
      state.closed.put(this, known);
    }
    return known;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  private Value compute(QueryState state, Frame frame) {
    return switch (kind) {
      case ARRAY -> {
        List<Value> out = new ArrayList<>();
        each(state, frame, out::add);
        yield state.built(ArrayValue.of(out));
      }
      case SET -> {
        Set<Value> out = new HashSet<>();
        each(state, frame, out::add);
        yield state.built(SetValue.owning(out));
      }
      case OBJECT -> object(state, frame);
    };
  }

  private void each(QueryState state, Frame frame, java.util.function.Consumer<Value> out) {
    frame.sinks[sink] =
        (Emit.Sink)
            (s, f) -> {
              Value value = head.eval(s, f);
              if (value != null) {
                s.allocate(1);
                out.accept(value);
              }
              return false;
            };
    body.run(state, frame);
  }

  private Value object(QueryState state, Frame frame) {
    Map<Value, Value> out = new HashMap<>();
    frame.sinks[sink] =
        (Emit.Sink)
            (s, f) -> {
              Value name = key == null ? null : key.eval(s, f);
              Value value = name == null ? null : head.eval(s, f);
              if (name != null && value != null) {
                s.allocate(1);
                Value earlier = out.put(name, value);
                if (earlier != null && !earlier.equals(value)) {
                  throw new RegoFailure(
                      "eval_conflict_error", "object keys must be unique", location);
                }
              }
              return false;
            };
    body.run(state, frame);
    return state.built(ObjectValue.of(out));
  }
}
