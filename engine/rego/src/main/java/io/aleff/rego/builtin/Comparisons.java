package io.aleff.rego.builtin;

import io.aleff.rego.value.ArrayValue;
import io.aleff.rego.value.BoolValue;
import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.SetValue;
import io.aleff.rego.value.Value;

/** Comparison and membership. */
final class Comparisons {

  private Comparisons() {}

  static void register(Builtins r) {
    r.add("equal", 2, (s, a) -> BoolValue.of(a[0].equals(a[1])));
    // The compiler makes statements of them; as functions they are errors.
    r.add("eq", 2, (s, a) -> BoolValue.of(a[0].equals(a[1])));
    r.add("assign", 2, (s, a) -> BoolValue.of(a[0].equals(a[1])));
    r.add("neq", 2, (s, a) -> BoolValue.of(!a[0].equals(a[1])));
    r.add("lt", 2, (s, a) -> BoolValue.of(a[0].compareTo(a[1]) < 0));
    r.add("lte", 2, (s, a) -> BoolValue.of(a[0].compareTo(a[1]) <= 0));
    r.add("gt", 2, (s, a) -> BoolValue.of(a[0].compareTo(a[1]) > 0));
    r.add("gte", 2, (s, a) -> BoolValue.of(a[0].compareTo(a[1]) >= 0));
    r.add("internal.member_2", 2, (s, a) -> BoolValue.of(member(a[0], a[1])));
    r.add("internal.member_3", 3, (s, a) -> BoolValue.of(member(a[0], a[1], a[2])));
    r.add("print", -1, (s, a) -> BoolValue.TRUE);
    r.add("trace", 1, (s, a) -> BoolValue.TRUE);
  }

  private static boolean member(Value element, Value collection) {
    return switch (collection) {
      case ArrayValue x -> x.elements().contains(element);
      case SetValue x -> x.contains(element);
      case ObjectValue x -> x.entries().containsValue(element);
      default -> false;
    };
  }

  private static boolean member(Value key, Value element, Value collection) {
    Value found =
        switch (collection) {
          case ArrayValue x -> x.get(key);
          case SetValue x -> x.contains(key) ? key : null;
          case ObjectValue x -> x.get(key);
          default -> null;
        };
    return found != null && found.equals(element);
  }
}
