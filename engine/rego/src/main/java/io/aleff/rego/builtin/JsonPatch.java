package io.aleff.rego.builtin;

import io.aleff.rego.value.ArrayValue;
import io.aleff.rego.value.NumberValue;
import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.SetValue;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** JSON Patch (RFC 6902), extended to sets as OPA does; a patch that fails is undefined. */
final class JsonPatch {

  private JsonPatch() {}

  /** The patch cannot be applied. */
  private static final class Impossible extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Impossible() {
      super("the patch cannot be applied", null, false, false);
    }
  }

  static @Nullable Value apply(Builtin.Scope s, Value target, ArrayValue operations) {
    Value out = target;
    try {
      for (Value operation : operations.elements()) {
        s.step();
        if (!(operation instanceof ObjectValue o)) {
          throw new Impossible();
        }
        out = apply(s, out, o);
      }
      return out;
    } catch (Impossible e) {
      return null;
    }
  }

  private static Value apply(Builtin.Scope s, Value target, ObjectValue operation) {
    if (!(operation.get("op") instanceof StringValue op)) {
      throw new Impossible();
    }
    List<Value> path = path(operation, "path");
    return switch (op.value()) {
      case "add" -> edit(s, target, path, 0, value(operation), true);
      case "remove" -> edit(s, target, path, 0, null, false);
      case "replace" -> {
        lookup(target, path);
        Value removed = path.isEmpty() ? target : edit(s, target, path, 0, null, false);
        yield edit(s, removed, path, 0, value(operation), true);
      }
      case "move" -> {
        List<Value> from = path(operation, "from");
        Value moved = lookup(target, from);
        yield edit(s, edit(s, target, from, 0, null, false), path, 0, moved, true);
      }
      case "copy" -> edit(s, target, path, 0, lookup(target, path(operation, "from")), true);
      case "test" -> {
        if (!lookup(target, path).equals(value(operation))) {
          throw new Impossible();
        }
        yield target;
      }
      default -> throw new Impossible();
    };
  }

  private static Value value(ObjectValue operation) {
    Value value = operation.get("value");
    if (value == null) {
      throw new Impossible();
    }
    return value;
  }

  private static List<Value> path(ObjectValue operation, String name) {
    Value path = operation.get(name);
    if (path == null) {
      throw new Impossible();
    }
    try {
      return JsonPaths.path(path);
    } catch (BuiltinError e) {
      throw new Impossible();
    }
  }

  private static Value lookup(Value target, List<Value> path) {
    Value at = target;
    for (Value key : path) {
      Value next =
          switch (at) {
            case ObjectValue o -> o.get(key);
            case ArrayValue a -> a.get(NumberValue.of(index(key, a.size() - 1)));
            case SetValue x -> x.contains(key) ? key : null;
            default -> null;
          };
      if (next == null) {
        throw new Impossible();
      }
      at = next;
    }
    return at;
  }

  private static int index(Value key, int most) {
    int index =
        switch (key) {
          case NumberValue n -> n.index();
          case StringValue s when s.value().matches("0|[1-9][0-9]{0,8}") ->
              Integer.parseInt(s.value());
          default -> -1;
        };
    if (index < 0 || index > most) {
      throw new Impossible();
    }
    return index;
  }

  /** Adds a value at a path, or removes what is there when the value is null. */
  private static Value edit(
      Builtin.Scope s, Value target, List<Value> path, int at, @Nullable Value value, boolean add) {
    s.step();
    if (at == path.size()) {
      if (value == null) {
        throw new Impossible();
      }
      return value;
    }
    Value key = path.get(at);
    boolean last = at == path.size() - 1;
    return switch (target) {
      case ObjectValue o -> {
        Map<Value, Value> out = o.copy();
        s.allocate(out.size());
        Value child = out.get(key);
        if ((child == null) && !(last && add)) {
          throw new Impossible();
        }
        if (last && !add) {
          out.remove(key);
        } else {
          out.put(
              key,
              last && value != null ? value : edit(s, required(child), path, at + 1, value, add));
        }
        yield ObjectValue.of(new HashMap<>(out));
      }
      case ArrayValue a -> {
        List<Value> out = new ArrayList<>(a.elements());
        s.allocate(out.size());
        boolean end = key instanceof StringValue k && k.value().equals("-");
        int index =
            end && last && add ? out.size() : index(key, last && add ? out.size() : out.size() - 1);
        if (last && add) {
          out.add(index, required(value));
        } else if (last) {
          out.remove(index);
        } else {
          out.set(index, edit(s, out.get(index), path, at + 1, value, add));
        }
        yield ArrayValue.of(out);
      }
      case SetValue x -> {
        Set<Value> out = new HashSet<>(x.sorted());
        s.allocate(out.size());
        if (last && add) {
          if (!key.equals(value)) {
            throw new Impossible();
          }
          out.add(key);
        } else {
          if (!out.remove(key)) {
            throw new Impossible();
          }
          if (!last) {
            out.add(edit(s, key, path, at + 1, value, add));
          }
        }
        yield SetValue.owning(out);
      }
      default -> throw new Impossible();
    };
  }

  private static Value required(@Nullable Value value) {
    if (value == null) {
      throw new Impossible();
    }
    return value;
  }
}
