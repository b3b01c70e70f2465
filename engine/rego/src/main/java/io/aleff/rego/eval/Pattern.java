package io.aleff.rego.eval;

import io.aleff.rego.value.ArrayValue;
import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.Value;
import org.jspecify.annotations.Nullable;

/** What a value is unified with; binds the variables that are free in it. */
public interface Pattern {

  boolean match(QueryState state, Frame frame, Value value);

  /** A free variable. */
  record Bind(int slot) implements Pattern {
    @Override
    public boolean match(QueryState state, Frame frame, Value value) {
      frame.slots[slot] = value;
      return true;
    }
  }

  /** A wildcard. */
  record Any() implements Pattern {
    @Override
    public boolean match(QueryState state, Frame frame, Value value) {
      return true;
    }
  }

  /** Any value but {@code false}. */
  record Truthy() implements Pattern {
    @Override
    public boolean match(QueryState state, Frame frame, Value value) {
      return value.truthy();
    }
  }

  /** A term whose value is known. */
  record Same(Expr expr) implements Pattern {
    @Override
    public boolean match(QueryState state, Frame frame, Value value) {
      Value known = expr.eval(state, frame);
      state.work(value.weight());
      return value.equals(known);
    }
  }

  /** An array of patterns. */
  @SuppressWarnings("ArrayRecordComponent")
  record Items(Pattern[] items) implements Pattern {
    @Override
    public boolean match(QueryState state, Frame frame, Value value) {
      if (!(value instanceof ArrayValue a) || a.size() != items.length) {
        return false;
      }
      for (int i = 0; i < items.length; i++) {
        if (!items[i].match(state, frame, a.get(i))) {
          return false;
        }
      }
      return true;
    }
  }

  /** An object with known keys and patterns as values. */
  @SuppressWarnings("ArrayRecordComponent")
  record Entries(Expr[] keys, Pattern[] values) implements Pattern {
    @Override
    public boolean match(QueryState state, Frame frame, Value value) {
      if (!(value instanceof ObjectValue o) || o.size() != keys.length) {
        return false;
      }
      for (int i = 0; i < keys.length; i++) {
        Value key = keys[i].eval(state, frame);
        @Nullable Value found = key == null ? null : o.get(key);
        if (found == null || !values[i].match(state, frame, found)) {
          return false;
        }
      }
      return true;
    }
  }
}
