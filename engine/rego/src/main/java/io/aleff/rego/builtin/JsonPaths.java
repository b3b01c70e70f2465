package io.aleff.rego.builtin;

import io.aleff.rego.value.ArrayValue;
import io.aleff.rego.value.NumberValue;
import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.SetValue;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code json.filter}, {@code json.remove}, {@code json.patch}. */
final class JsonPaths {

  private JsonPaths() {}

  static void register(Builtins r) {
    r.add("json.filter", 2, (s, a) -> filter(s, Operands.object(a, 0), trie(paths(a)), true));
    r.add("json.remove", 2, (s, a) -> remove(s, a));
    r.add("json.patch", 2, (s, a) -> JsonPatch.apply(s, a[0], Operands.array(a, 1)));
  }

  /** The paths of operand 2: strings with slashes, or arrays of segments. */
  private static List<List<Value>> paths(Value[] a) {
    if (!(a[1] instanceof ArrayValue) && !(a[1] instanceof SetValue)) {
      throw Operands.wrong(1, "one of {set, array}", a[1]);
    }
    List<List<Value>> out = new ArrayList<>();
    for (Value path : Operands.elements(a, 1)) {
      out.add(path(path));
    }
    return out;
  }

  static List<Value> path(Value path) {
    return switch (path) {
      case ArrayValue segments -> segments.elements();
      case StringValue s -> pointer(s.value());
      default ->
          throw BuiltinError.type(
              "operand 2 must be one of {set, array} containing string paths or array of path"
                  + " segments but got "
                  + path.typeName());
    };
  }

  static List<Value> pointer(String text) {
    String trimmed = text.replaceAll("^/+", "");
    List<Value> out = new ArrayList<>();
    if (trimmed.isEmpty()) {
      return out;
    }
    for (String part : trimmed.split("/", -1)) {
      out.add(StringValue.of(part.replace("~1", "/").replace("~0", "~")));
    }
    return out;
  }

  /** A tree of paths; an empty object is the end of one. */
  private static ObjectValue trie(List<List<Value>> paths) {
    Value root = new Node().build(paths);
    return root instanceof ObjectValue o ? o : ObjectValue.EMPTY;
  }

  private static final class Node {
    private final Map<Value, Node> children = new HashMap<>();
    private boolean end;

    Value build(List<List<Value>> paths) {
      for (List<Value> path : paths) {
        if (!path.isEmpty()) {
          add(path);
        }
      }
      return value();
    }

    private void add(List<Value> path) {
      Node at = this;
      for (Value key : path) {
        if (at.end) {
          return;
        }
        at = at.children.computeIfAbsent(key, k -> new Node());
      }
      at.end = true;
      at.children.clear();
    }

    private Value value() {
      Map<Value, Value> out = new HashMap<>();
      children.forEach((key, child) -> out.put(key, child.value()));
      return ObjectValue.of(out);
    }
  }

  private static Value filter(Builtin.Scope s, Value value, ObjectValue wanted, boolean top) {
    s.step();
    if (wanted.size() == 0 && !top) {
      return value;
    }
    return switch (value) {
      case ObjectValue o -> {
        Map<Value, Value> out = new HashMap<>();
        for (Value key : o.sortedKeys()) {
          Value below = wanted.get(key);
          Value child = o.get(key);
          if (below instanceof ObjectValue w && child != null) {
            out.put(key, filter(s, child, w, false));
          }
        }
        yield ObjectValue.of(out);
      }
      case ArrayValue a -> {
        List<Value> out = new ArrayList<>();
        for (int i = 0; i < a.size(); i++) {
          if (below(wanted, i) instanceof ObjectValue w) {
            out.add(filter(s, a.get(i), w, false));
          }
        }
        yield ArrayValue.of(out);
      }
      case SetValue set -> {
        List<Value> out = new ArrayList<>();
        for (Value member : set.sorted()) {
          if (wanted.get(member) instanceof ObjectValue w) {
            out.add(filter(s, member, w, false));
          }
        }
        yield SetValue.of(out);
      }
      default -> value;
    };
  }

  private static @Nullable Value below(ObjectValue wanted, int index) {
    Value byText = wanted.get(Integer.toString(index));
    return byText != null ? byText : wanted.get(NumberValue.of(index));
  }

  private static Value remove(Builtin.Scope s, Value[] a) {
    ObjectValue object = Operands.object(a, 0);
    return remove(s, object, trie(paths(a)));
  }

  private static Value remove(Builtin.Scope s, Value value, ObjectValue unwanted) {
    s.step();
    return switch (value) {
      case ObjectValue o -> {
        Map<Value, Value> out = new HashMap<>();
        for (Value key : o.sortedKeys()) {
          Value child = o.get(key);
          keep(s, child, unwanted.get(key), kept -> out.put(key, kept));
        }
        yield ObjectValue.of(out);
      }
      case ArrayValue a -> {
        List<Value> out = new ArrayList<>();
        for (int i = 0; i < a.size(); i++) {
          keep(s, a.get(i), below(unwanted, i), out::add);
        }
        yield ArrayValue.of(out);
      }
      case SetValue set -> {
        List<Value> out = new ArrayList<>();
        for (Value member : set.sorted()) {
          keep(s, member, unwanted.get(member), out::add);
        }
        yield SetValue.of(out);
      }
      default -> value;
    };
  }

  private static void keep(
      Builtin.Scope s,
      @Nullable Value child,
      @Nullable Value below,
      java.util.function.Consumer<Value> out) {
    if (child == null || (below instanceof ObjectValue end && end.size() == 0)) {
      return;
    }
    out.accept(below instanceof ObjectValue w ? remove(s, child, w) : child);
  }
}
