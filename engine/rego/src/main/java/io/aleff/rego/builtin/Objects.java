package io.aleff.rego.builtin;

import static io.aleff.rego.builtin.Operands.object;

import io.aleff.rego.value.ArrayValue;
import io.aleff.rego.value.BoolValue;
import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.SetValue;
import io.aleff.rego.value.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Objects. */
final class Objects {

  private Objects() {}

  static void register(Builtins r) {
    r.add("object.get", 3, (s, a) -> get(a));
    r.add("object.keys", 1, (s, a) -> SetValue.of(object(a, 0).sortedKeys()));
    r.add("object.union", 2, (s, a) -> merge(s, object(a, 0), object(a, 1)));
    r.add("object.union_n", 1, (s, a) -> mergeAll(s, a));
    r.add("object.remove", 2, (s, a) -> select(a, k -> !keys(a).contains(k)));
    r.add("object.filter", 2, (s, a) -> select(a, k -> keys(a).contains(k)));
    r.add("object.subset", 2, (s, a) -> BoolValue.of(subset(s, a)));
    JsonPaths.register(r);
  }

  private static Value get(Value[] a) {
    ObjectValue object = object(a, 0);
    if (!(a[1] instanceof ArrayValue path)) {
      Value found = object.get(a[1]);
      return found == null ? a[2] : found;
    }
    Value at = object;
    for (Value key : path.elements()) {
      Value next =
          switch (at) {
            case ObjectValue o -> o.get(key);
            case ArrayValue x -> x.get(key);
            case SetValue x -> x.contains(key) ? key : null;
            default -> null;
          };
      if (next == null) {
        return a[2];
      }
      at = next;
    }
    return at;
  }

  private static Value merge(Builtin.Scope s, ObjectValue a, ObjectValue b) {
    s.allocate(a.size() + b.size());
    return a.merge(b);
  }

  private static Value mergeAll(Builtin.Scope s, Value[] a) {
    ObjectValue out = ObjectValue.EMPTY;
    for (Value element : Operands.array(a, 0).elements()) {
      if (!(element instanceof ObjectValue o)) {
        throw BuiltinError.type(
            "operand 1 must be array of objects but got array containing " + element.typeName());
      }
      s.allocate(out.size() + o.size());
      out = out.merge(o);
    }
    return out;
  }

  private static Set<Value> keys(Value[] a) {
    return switch (a[1]) {
      case ArrayValue x -> new HashSet<>(x.elements());
      case SetValue x -> new HashSet<>(x.sorted());
      case ObjectValue x -> x.entries().keySet();
      default -> throw Operands.wrong(1, "one of {object, set, array}", a[1]);
    };
  }

  private static Value select(Value[] a, Predicate<Value> keep) {
    ObjectValue object = object(a, 0);
    keys(a);
    Map<Value, Value> out = new HashMap<>();
    object
        .entries()
        .forEach(
            (key, value) -> {
              if (keep.test(key)) {
                out.put(key, value);
              }
            });
    return ObjectValue.of(out);
  }

  private static boolean subset(Builtin.Scope s, Value[] a) {
    if (a[0] instanceof ObjectValue x && a[1] instanceof ObjectValue y) {
      return inside(s, x, y);
    }
    if (a[0] instanceof SetValue x && a[1] instanceof SetValue y) {
      return y.sorted().stream().allMatch(x::contains);
    }
    if (a[0] instanceof ArrayValue x && a[1] instanceof ArrayValue y) {
      return java.util.Collections.indexOfSubList(x.elements(), y.elements()) >= 0;
    }
    if (a[0] instanceof ArrayValue x && a[1] instanceof SetValue y) {
      return new HashSet<>(x.elements()).containsAll(y.sorted());
    }
    throw BuiltinError.type(
        "both arguments object.subset must be of the same type or array and set");
  }

  private static boolean inside(Builtin.Scope s, Value all, Value part) {
    s.step();
    if (all instanceof ObjectValue x && part instanceof ObjectValue y) {
      for (Map.Entry<Value, Value> entry : y.entries().entrySet()) {
        Value found = x.get(entry.getKey());
        if (found == null || !inside(s, found, entry.getValue())) {
          return false;
        }
      }
      return true;
    }
    if (all instanceof SetValue x && part instanceof SetValue y) {
      return y.sorted().stream().allMatch(x::contains);
    }
    if (all instanceof ArrayValue x && part instanceof ArrayValue y) {
      List<Value> outer = x.elements();
      return java.util.Collections.indexOfSubList(outer, y.elements()) >= 0;
    }
    return all.equals(part);
  }
}
