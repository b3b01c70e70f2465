package io.aleff.rego.builtin;

import static io.aleff.rego.builtin.Operands.array;
import static io.aleff.rego.builtin.Operands.index;
import static io.aleff.rego.builtin.Operands.set;

import io.aleff.rego.value.ArrayValue;
import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.SetValue;
import io.aleff.rego.value.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Arrays, sets, graphs, {@code walk}. */
final class Collections {

  private Collections() {}

  static void register(Builtins r) {
    r.add("array.concat", 2, (s, a) -> concat(s, array(a, 0), array(a, 1)));
    r.add("array.slice", 3, (s, a) -> slice(array(a, 0), index(a, 1), index(a, 2)));
    r.add("array.reverse", 1, (s, a) -> ArrayValue.of(array(a, 0).elements().reversed()));
    r.add("array.flatten", 1, (s, a) -> flatten(s, array(a, 0)));
    r.add("and", 2, (s, a) -> intersect(set(a, 0), set(a, 1)));
    r.add("set_diff", 2, (s, a) -> subtract(set(a, 0), set(a, 1)));
    r.add("or", 2, (s, a) -> unite(s, List.of(set(a, 0), set(a, 1))));
    r.add("union", 1, (s, a) -> unite(s, sets(a)));
    r.add("intersection", 1, (s, a) -> intersectAll(sets(a)));
    r.relation("walk", 1, (s, a) -> walk(s, a[0]));
    r.add("graph.reachable", 2, (s, a) -> reachable(s, Operands.object(a, 0), a));
    r.add("graph.reachable_paths", 2, (s, a) -> reachablePaths(s, Operands.object(a, 0), a));
  }

  private static Value concat(Builtin.Scope s, ArrayValue a, ArrayValue b) {
    s.allocate(a.size() + b.size());
    List<Value> out = new ArrayList<>(a.elements());
    out.addAll(b.elements());
    return ArrayValue.of(out);
  }

  private static Value slice(ArrayValue a, int from, int to) {
    int start = Math.clamp(from, 0, a.size());
    int stop = Math.clamp(to, 0, a.size());
    return start >= stop ? ArrayValue.EMPTY : ArrayValue.of(a.elements().subList(start, stop));
  }

  private static Value flatten(Builtin.Scope s, ArrayValue a) {
    List<Value> out = new ArrayList<>();
    for (Value element : a.elements()) {
      if (element instanceof ArrayValue inner) {
        s.allocate(inner.size());
        out.addAll(inner.elements());
      } else {
        out.add(element);
      }
    }
    return ArrayValue.of(out);
  }

  private static Value intersect(SetValue a, SetValue b) {
    SetValue small = a.size() <= b.size() ? a : b;
    SetValue large = a.size() <= b.size() ? b : a;
    Set<Value> out = new HashSet<>();
    small.sorted().stream().filter(large::contains).forEach(out::add);
    return SetValue.owning(out);
  }

  static SetValue subtract(SetValue a, SetValue b) {
    Set<Value> out = new HashSet<>();
    a.sorted().stream().filter(member -> !b.contains(member)).forEach(out::add);
    return SetValue.owning(out);
  }

  private static List<SetValue> sets(Value[] a) {
    List<SetValue> out = new ArrayList<>();
    for (Value element : set(a, 0).sorted()) {
      if (!(element instanceof SetValue inner)) {
        throw Operands.wrong(0, "set", element);
      }
      out.add(inner);
    }
    return out;
  }

  private static Value unite(Builtin.Scope s, List<SetValue> sets) {
    Set<Value> out = new HashSet<>();
    for (SetValue set : sets) {
      s.allocate(set.size());
      out.addAll(set.sorted());
    }
    return SetValue.owning(out);
  }

  private static Value intersectAll(List<SetValue> sets) {
    if (sets.isEmpty()) {
      return SetValue.EMPTY;
    }
    Value out = sets.getFirst();
    for (SetValue next : sets) {
      out = out instanceof SetValue o ? intersect(o, next) : out;
    }
    return out;
  }

  private static Value walk(Builtin.Scope s, Value root) {
    List<Value> out = new ArrayList<>();
    walk(s, root, List.of(), out);
    return ArrayValue.of(out);
  }

  private static void walk(Builtin.Scope s, Value value, List<Value> path, List<Value> out) {
    s.step();
    s.allocate(path.size() + 2L);
    out.add(ArrayValue.of(ArrayValue.of(path), value));
    switch (value) {
      case ArrayValue a -> {
        for (int i = 0; i < a.size(); i++) {
          walk(s, a.get(i), extended(path, io.aleff.rego.value.NumberValue.of(i)), out);
        }
      }
      case ObjectValue o -> {
        for (Value key : o.sortedKeys()) {
          Value child = o.get(key);
          if (child != null) {
            walk(s, child, extended(path, key), out);
          }
        }
      }
      case SetValue set -> {
        for (Value member : set.sorted()) {
          walk(s, member, extended(path, member), out);
        }
      }
      default -> {
        return;
      }
    }
  }

  private static List<Value> extended(List<Value> path, Value key) {
    List<Value> out = new ArrayList<>(path);
    out.add(key);
    return out;
  }

  private static Value reachable(Builtin.Scope s, ObjectValue graph, Value[] a) {
    Set<Value> seen = new HashSet<>();
    Deque<Value> queue = new ArrayDeque<>(Operands.elements(a, 1, "{array, set}"));
    while (!queue.isEmpty()) {
      s.step();
      Value node = queue.removeFirst();
      List<Value> edges = edges(graph, node);
      if (edges != null && seen.add(node)) {
        queue.addAll(edges);
      }
    }
    return SetValue.owning(seen);
  }

  private static @Nullable List<Value> edges(ObjectValue graph, Value node) {
    return switch (graph.get(node)) {
      case ArrayValue x -> x.elements();
      case SetValue x -> x.sorted();
      case null -> null;
      default -> List.of();
    };
  }

  private static Value reachablePaths(Builtin.Scope s, ObjectValue graph, Value[] a) {
    Set<Value> out = new HashSet<>();
    for (Value root : Operands.elements(a, 1)) {
      if (graph.containsKey(root)) {
        paths(s, graph, root, List.of(root), new HashSet<>(Set.of(root)), out);
      }
    }
    return SetValue.owning(out);
  }

  private static void paths(
      Builtin.Scope s,
      ObjectValue graph,
      Value node,
      List<Value> path,
      Set<Value> on,
      Set<Value> out) {
    s.step();
    s.allocate(path.size());
    List<Value> edges = edges(graph, node);
    if (edges == null || edges.isEmpty()) {
      out.add(ArrayValue.of(path));
      return;
    }
    for (Value next : edges) {
      if (on.contains(next) || !graph.containsKey(next)) {
        out.add(ArrayValue.of(path));
      } else {
        on.add(next);
        paths(s, graph, next, extended(path, next), on, out);
        on.remove(next);
      }
    }
  }
}
