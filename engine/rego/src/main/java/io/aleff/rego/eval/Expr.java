package io.aleff.rego.eval;

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

/** An executable term with at most one value. */
public interface Expr {

  /** The value, or null when it is undefined. */
  @Nullable Value eval(QueryState state, Frame frame);

  /** A constant. */
  record Constant(Value value) implements Expr {
    @Override
    public Value eval(QueryState state, Frame frame) {
      return value;
    }
  }

  /** A bound variable. */
  record Slot(int index) implements Expr {
    @Override
    public @Nullable Value eval(QueryState state, Frame frame) {
      return frame.slots[index];
    }
  }

  /** The input document. */
  record Input() implements Expr {
    @Override
    public @Nullable Value eval(QueryState state, Frame frame) {
      return state.input;
    }
  }

  /** A path into a value. */
  @SuppressWarnings("ArrayRecordComponent")
  record Path(Expr head, Expr[] path) implements Expr {
    @Override
    public @Nullable Value eval(QueryState state, Frame frame) {
      Value value = head.eval(state, frame);
      for (int i = 0; i < path.length && value != null; i++) {
        Value key = path[i].eval(state, frame);
        value = key == null ? null : lookup(value, key);
      }
      return value;
    }
  }

  /** The element of a collection under a key. */
  static @Nullable Value lookup(Value value, Value key) {
    return switch (value) {
      case ObjectValue o -> o.get(key);
      case ArrayValue a -> a.get(key);
      case SetValue s -> s.contains(key) ? key : null;
      default -> null;
    };
  }

  /** An array of terms. */
  @SuppressWarnings("ArrayRecordComponent")
  record Items(Expr[] items) implements Expr {
    @Override
    public @Nullable Value eval(QueryState state, Frame frame) {
      state.allocate(items.length);
      List<Value> out = new ArrayList<>(items.length);
      for (Expr item : items) {
        Value value = item.eval(state, frame);
        if (value == null) {
          return null;
        }
        out.add(value);
      }
      return state.built(ArrayValue.of(out));
    }
  }

  /** A set of terms. */
  @SuppressWarnings("ArrayRecordComponent")
  record Members(Expr[] items) implements Expr {
    @Override
    public @Nullable Value eval(QueryState state, Frame frame) {
      state.allocate(items.length);
      Set<Value> out = new HashSet<>();
      for (Expr item : items) {
        Value value = item.eval(state, frame);
        if (value == null) {
          return null;
        }
        out.add(value);
      }
      return state.built(SetValue.owning(out));
    }
  }

  /** An object of terms. */
  @SuppressWarnings("ArrayRecordComponent")
  record Entries(Expr[] keys, Expr[] values) implements Expr {
    @Override
    public @Nullable Value eval(QueryState state, Frame frame) {
      state.allocate(keys.length);
      Map<Value, Value> out = HashMap.newHashMap(keys.length);
      for (int i = 0; i < keys.length; i++) {
        Value key = keys[i].eval(state, frame);
        Value value = key == null ? null : values[i].eval(state, frame);
        if (key == null || value == null) {
          return null;
        }
        out.put(key, value);
      }
      return state.built(ObjectValue.of(out));
    }
  }
}
