package io.aleff.rego.types;

import io.aleff.rego.value.Value;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A total order of types; equal types are the same type. */
final class TypeOrder {

  private TypeOrder() {}

  static int compare(@Nullable Type a, @Nullable Type b) {
    int order = Integer.compare(rank(a), rank(b));
    if (order != 0) {
      return order;
    }
    return switch (a) {
      case null -> 0;
      case Type.Scalar s -> 0;
      case Type.Items x when b instanceof Type.Items y -> {
        int rest = optional(x.rest(), y.rest());
        yield rest != 0 ? rest : lists(x.items(), y.items());
      }
      case Type.Entries x when b instanceof Type.Entries y -> entries(x, y);
      case Type.Members x when b instanceof Type.Members y -> compare(x.of(), y.of());
      case Type.Union x when b instanceof Type.Union y -> lists(x.of(), y.of());
      case Type.Function x when b instanceof Type.Function y -> {
        int args = lists(x.args(), y.args());
        yield args != 0 ? args : compare(x.result(), y.result());
      }
      default -> 0;
    };
  }

  private static int rank(@Nullable Type type) {
    return switch (type) {
      case null -> -1;
      case Type.Scalar s ->
          switch (s) {
            case NULL -> 0;
            case BOOLEAN -> 1;
            case NUMBER -> 2;
            case STRING -> 3;
          };
      case Type.Items i -> 4;
      case Type.Entries e -> 5;
      case Type.Members m -> 6;
      case Type.Union u -> 7;
      case Type.Function f -> 8;
    };
  }

  private static int optional(@Nullable Type a, @Nullable Type b) {
    return a == null || b == null ? Boolean.compare(a != null, b != null) : compare(a, b);
  }

  private static int lists(List<? extends @Nullable Type> a, List<? extends @Nullable Type> b) {
    for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
      int order = compare(a.get(i), b.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(a.size(), b.size());
  }

  private static int entries(Type.Entries a, Type.Entries b) {
    Type.Others x = a.others();
    Type.Others y = b.others();
    if (x == null || y == null) {
      int order = Boolean.compare(x != null, y != null);
      return order != 0 ? order : fixed(a, b);
    }
    int order = compare(x.key(), y.key());
    order = order != 0 ? order : compare(x.value(), y.value());
    return order != 0 ? order : fixed(a, b);
  }

  private static int fixed(Type.Entries a, Type.Entries b) {
    Iterator<Map.Entry<Value, @Nullable Type>> others = b.fixed().entrySet().iterator();
    for (Map.Entry<Value, @Nullable Type> entry : a.fixed().entrySet()) {
      if (!others.hasNext()) {
        return 1;
      }
      Map.Entry<Value, @Nullable Type> other = others.next();
      int order = entry.getKey().compareTo(other.getKey());
      order = order != 0 ? order : compare(entry.getValue(), other.getValue());
      if (order != 0) {
        return order;
      }
    }
    return others.hasNext() ? -1 : 0;
  }
}
