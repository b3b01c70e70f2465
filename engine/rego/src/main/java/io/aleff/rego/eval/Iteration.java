package io.aleff.rego.eval;

import io.aleff.rego.value.ArrayValue;
import io.aleff.rego.value.NumberValue;
import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.SetValue;
import io.aleff.rego.value.Value;

/** Walks over collections in order. */
final class Iteration {

  private Iteration() {}

  /** Takes one element; true ends the walk. */
  @FunctionalInterface
  interface Visitor {
    boolean visit(Value key, Value value);
  }

  static boolean isCollection(Value value) {
    return value instanceof ArrayValue || value instanceof ObjectValue || value instanceof SetValue;
  }

  /** True when the visitor ended the walk; other values have no elements. */
  static boolean each(Value collection, Visitor visitor) {
    switch (collection) {
      case ArrayValue a -> {
        for (int i = 0; i < a.size(); i++) {
          if (visitor.visit(NumberValue.of(i), a.get(i))) {
            return true;
          }
        }
      }
      case ObjectValue o -> {
        for (Value key : o.sortedKeys()) {
          Value value = o.get(key);
          if (value != null && visitor.visit(key, value)) {
            return true;
          }
        }
      }
      case SetValue s -> {
        for (Value member : s.sorted()) {
          if (visitor.visit(member, member)) {
            return true;
          }
        }
      }
      default -> {
        return false;
      }
    }
    return false;
  }
}
