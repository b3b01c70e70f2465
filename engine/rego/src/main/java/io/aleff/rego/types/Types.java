package io.aleff.rego.types;

import io.aleff.rego.value.ArrayValue;
import io.aleff.rego.value.BoolValue;
import io.aleff.rego.value.NullValue;
import io.aleff.rego.value.NumberValue;
import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.SetValue;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes types and answers questions about them. Null is a type that is not known. */
public final class Types {

  /** How many parts a type may have before it counts as {@link Type#ANY}. */
  public static final int MOST = 2_000;

  /** How many alternatives a union may have before it counts as {@link Type#ANY}. */
  private static final int MOST_ALTERNATIVES = 200;

  private Types() {}

  public static Type array(List<@Nullable Type> items, @Nullable Type rest) {
    int size = 1 + size(items) + size(rest);
    return size > MOST
        ? Type.ANY
        : new Type.Items(Collections.unmodifiableList(new ArrayList<>(items)), rest, size);
  }

  public static Type object(Map<Value, @Nullable Type> fixed, Type.@Nullable Others others) {
    int size = 1 + size(fixed.values());
    if (others != null) {
      size += size(others.key()) + size(others.value());
    }
    return size > MOST
        ? Type.ANY
        : new Type.Entries(Collections.unmodifiableSortedMap(sorted(fixed)), others, size);
  }

  private static SortedMap<Value, @Nullable Type> sorted(Map<Value, @Nullable Type> fixed) {
    return new TreeMap<>(fixed);
  }

  /** An object of which only the types of keys and values are known. */
  public static Type object(@Nullable Type key, @Nullable Type value) {
    return object(Map.of(), new Type.Others(key, value));
  }

  public static Type set(@Nullable Type of) {
    int size = 1 + size(of);
    return size > MOST ? Type.ANY : new Type.Members(of, size);
  }

  public static Type function(List<@Nullable Type> args, @Nullable Type result) {
    int size = 1 + size(args) + size(result);
    return size > MOST
        ? Type.ANY
        : new Type.Function(Collections.unmodifiableList(new ArrayList<>(args)), result, size);
  }

  /** The union of types that were joined before: each once, in order. */
  private static Type union(List<Type> of) {
    int size = 1 + size(of);
    return of.isEmpty() || of.size() > MOST_ALTERNATIVES || size > MOST
        ? Type.ANY
        : new Type.Union(List.copyOf(of), size);
  }

  private static int size(Collection<? extends @Nullable Type> types) {
    int size = 0;
    for (Type type : types) {
      size = Math.min(size + size(type), MOST + 1);
    }
    return size;
  }

  private static int size(@Nullable Type type) {
    return type == null ? 1 : type.size();
  }

  public static boolean isAny(@Nullable Type type) {
    return type instanceof Type.Union u && u.of().isEmpty();
  }

  /** The type of a constant in a policy. Empty collections may hold anything. */
  public static Type of(Value value) {
    if (value.weight() > MOST) {
      return broad(value);
    }
    return switch (value) {
      case NullValue n -> Type.Scalar.NULL;
      case BoolValue b -> Type.Scalar.BOOLEAN;
      case NumberValue n -> Type.Scalar.NUMBER;
      case StringValue s -> Type.Scalar.STRING;
      case ArrayValue a -> {
        List<@Nullable Type> items = new ArrayList<>();
        a.elements().forEach(element -> items.add(of(element)));
        yield array(items, items.isEmpty() ? Type.ANY : null);
      }
      case SetValue s -> {
        Type of = null;
        for (Value member : s.sorted()) {
          of = or(of, of(member));
        }
        yield set(of == null ? Type.ANY : of);
      }
      case ObjectValue o -> {
        Map<Value, @Nullable Type> fixed = new TreeMap<>();
        o.entries().forEach((key, entry) -> fixed.put(key, of(entry)));
        yield fixed.isEmpty() ? object(Type.ANY, Type.ANY) : object(fixed, null);
      }
    };
  }

  /** The type of a constant too large to look into. */
  private static Type broad(Value value) {
    return switch (value) {
      case ArrayValue a -> array(List.of(), Type.ANY);
      case SetValue s -> set(Type.ANY);
      case ObjectValue o -> object(Type.ANY, Type.ANY);
      case StringValue s -> Type.Scalar.STRING;
      case NumberValue n -> Type.Scalar.NUMBER;
      case BoolValue b -> Type.Scalar.BOOLEAN;
      case NullValue n -> Type.Scalar.NULL;
    };
  }

  /** What is of one type or the other; null for two functions that cannot be joined. */
  public static @Nullable Type or(@Nullable Type a, @Nullable Type b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    if (a instanceof Type.Function || b instanceof Type.Function) {
      return a instanceof Type.Function f && b instanceof Type.Function g ? or(f, g) : null;
    }
    if (isAny(a) || isAny(b)) {
      return Type.ANY;
    }
    if (compare(a, b) == 0) {
      return a;
    }
    TreeMap<Type, Boolean> all = new TreeMap<>(Types::compare);
    parts(a).forEach(part -> all.put(part, true));
    parts(b).forEach(part -> all.put(part, true));
    return union(new ArrayList<>(all.keySet()));
  }

  private static List<Type> parts(Type type) {
    return type instanceof Type.Union u ? u.of() : List.of(type);
  }

  private static @Nullable Type or(Type.Function a, Type.Function b) {
    if (a.args().size() != b.args().size()) {
      return null;
    }
    List<@Nullable Type> args = new ArrayList<>();
    for (int i = 0; i < a.args().size(); i++) {
      args.add(or(a.args().get(i), b.args().get(i)));
    }
    return function(args, or(a.result(), b.result()));
  }

  /** The keys one can iterate over; null when the type has none. */
  public static @Nullable Type keys(@Nullable Type type) {
    return switch (type) {
      case null -> null;
      case Type.Scalar s -> null;
      case Type.Function f -> null;
      case Type.Items i -> Type.Scalar.NUMBER;
      case Type.Members m -> m.of();
      case Type.Entries e -> {
        Type keys = e.others() == null ? null : e.others().key();
        for (Value key : e.fixed().keySet()) {
          keys = or(keys, exact(key));
        }
        yield keys;
      }
      case Type.Union u -> {
        Type keys = isAny(u) ? Type.ANY : null;
        for (Type part : u.of()) {
          keys = or(keys, keys(part));
        }
        yield keys;
      }
    };
  }

  /** The values one can iterate over; null when the type has none. */
  public static @Nullable Type values(@Nullable Type type) {
    return switch (type) {
      case null -> null;
      case Type.Scalar s -> null;
      case Type.Function f -> null;
      case Type.Items i -> or(all(i.items()), i.rest());
      case Type.Members m -> m.of();
      case Type.Entries e ->
          or(all(e.fixed().values()), e.others() == null ? null : e.others().value());
      case Type.Union u -> {
        Type values = isAny(u) ? Type.ANY : null;
        for (Type part : u.of()) {
          values = or(values, values(part));
        }
        yield values;
      }
    };
  }

  private static @Nullable Type all(Collection<? extends @Nullable Type> types) {
    Type all = null;
    for (Type type : types) {
      all = or(all, type);
    }
    return all;
  }

  /** The type of a key: as {@link #of}, but empty collections hold nothing. */
  private static Type exact(Value key) {
    return switch (key) {
      case ArrayValue a when a.size() == 0 -> array(List.of(), null);
      case ObjectValue o when o.entries().isEmpty() -> object(Map.of(), null);
      default -> of(key);
    };
  }

  /** What is found under a constant key; null when nothing can be there. */
  public static @Nullable Type select(@Nullable Type type, Value key) {
    return switch (type) {
      case null -> null;
      case Type.Scalar s -> null;
      case Type.Function f -> null;
      case Type.Items i -> select(i, key);
      case Type.Entries e -> {
        if (e.fixed().containsKey(key)) {
          yield e.fixed().get(key);
        }
        Type.Others others = e.others();
        yield others != null && contains(others.key(), exact(key)) ? others.value() : null;
      }
      case Type.Members m -> {
        Type of = exact(key);
        if (compare(m.of(), of) == 0) {
          yield m.of();
        }
        yield m.of() instanceof Type.Union u && contains(u, of) ? of : null;
      }
      case Type.Union u -> {
        Type found = isAny(u) ? Type.ANY : null;
        for (Type part : u.of()) {
          found = or(found, select(part, key));
        }
        yield found;
      }
    };
  }

  private static @Nullable Type select(Type.Items array, Value key) {
    if (!(key instanceof NumberValue n) || !n.isLong() || n.longValue() < 0) {
      return null;
    }
    return n.longValue() < array.items().size()
        ? array.items().get((int) n.longValue())
        : array.rest();
  }

  /** Whether a type is, or lists, another one. */
  static boolean contains(@Nullable Type type, Type other) {
    if (type instanceof Type.Union u) {
      return isAny(u) || u.of().stream().anyMatch(part -> compare(part, other) == 0);
    }
    return compare(type, other) == 0;
  }

  /** Whether anything in a type is not known. */
  public static boolean unknown(@Nullable Type type) {
    return switch (type) {
      case null -> true;
      case Type.Scalar s -> false;
      case Type.Union u -> false;
      case Type.Items i ->
          i.items().stream().anyMatch(Types::unknown) || (i.rest() != null && unknown(i.rest()));
      case Type.Members m -> unknown(m.of());
      case Type.Entries e ->
          e.fixed().values().stream().anyMatch(Types::unknown)
              || (e.others() != null && (unknown(e.others().key()) || unknown(e.others().value())));
      case Type.Function f -> f.args().stream().anyMatch(Types::unknown) || unknown(f.result());
    };
  }

  /** The order of types in a union. */
  public static int compare(@Nullable Type a, @Nullable Type b) {
    return TypeOrder.compare(a, b);
  }

  /** A type as OPA writes it. */
  public static String text(@Nullable Type type) {
    return TypeText.of(type);
  }
}
