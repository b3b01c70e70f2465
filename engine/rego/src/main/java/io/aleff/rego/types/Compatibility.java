package io.aleff.rego.types;

import io.aleff.rego.value.Value;
import org.jspecify.annotations.Nullable;

/** Whether values of two types can be equal. */
public final class Compatibility {

  private Compatibility() {}

  /** Types that are not known fit nothing, as in OPA; ask before whether they are known. */
  public static boolean fit(@Nullable Type a, @Nullable Type b) {
    if (a == null || b == null) {
      return false;
    }
    if (a instanceof Type.Union || b instanceof Type.Union) {
      return (a instanceof Type.Union u && any(u, b)) || (b instanceof Type.Union v && any(v, a));
    }
    return switch (a) {
      case Type.Scalar s -> s == b;
      case Type.Items x -> b instanceof Type.Items y && arrays(x, y);
      case Type.Entries x -> b instanceof Type.Entries y && objects(x, y);
      case Type.Members x -> b instanceof Type.Members y && fit(x.of(), y.of());
      case Type.Function x -> b instanceof Type.Function y && functions(x, y);
      case Type.Union u -> false;
    };
  }

  private static boolean any(Type.Union union, Type other) {
    return !(other instanceof Type.Function)
        && (Types.isAny(union) || union.of().stream().anyMatch(part -> fit(part, other)));
  }

  private static boolean functions(Type.Function a, Type.Function b) {
    if (a.args().size() != b.args().size()) {
      return false;
    }
    for (int i = 0; i < a.args().size(); i++) {
      if (!fit(a.args().get(i), b.args().get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean arrays(Type.Items a, Type.Items b) {
    for (int i = 0; i < Math.max(a.items().size(), b.items().size()); i++) {
      if (!fit(at(a, i), at(b, i))) {
        return false;
      }
    }
    return a.rest() == null || b.rest() == null || fit(a.rest(), b.rest());
  }

  private static @Nullable Type at(Type.Items array, int index) {
    return index < array.items().size() ? array.items().get(index) : array.rest();
  }

  private static boolean objects(Type.Entries a, Type.Entries b) {
    if (!keysOf(a, b) || !keysOf(b, a)) {
      return false;
    }
    Type.Others x = a.others();
    Type.Others y = b.others();
    return x == null || y == null || fit(x.value(), y.value());
  }

  private static boolean keysOf(Type.Entries a, Type.Entries b) {
    for (Value key : a.fixed().keySet()) {
      if (!fit(a.fixed().get(key), Types.select(b, key))) {
        return false;
      }
    }
    return true;
  }
}
