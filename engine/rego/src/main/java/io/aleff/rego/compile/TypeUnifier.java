package io.aleff.rego.compile;

import io.aleff.rego.types.Compatibility;
import io.aleff.rego.types.Type;
import io.aleff.rego.types.Types;
import io.aleff.rego.value.ArrayValue;
import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.SetValue;
import io.aleff.rego.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes terms fit types and each other; variables without a type get one. */
final class TypeUnifier {

  private final TypeEnv env;

  TypeUnifier(TypeEnv env) {
    this.env = env;
  }

  /** Whether two terms can be equal. */
  boolean unify(Ir.Term left, Ir.Term right) {
    Type a = env.of(left);
    Type b = env.of(right);
    boolean unknownA = Types.unknown(a);
    boolean unknownB = Types.unknown(b);
    if (unknownA && !unknownB) {
      return unify(left, b, false);
    }
    if (unknownB && !unknownA) {
      return unify(right, a, false);
    }
    return unknownA ? unknown(left, right) : Compatibility.fit(a, b);
  }

  /** Two terms of which neither is known. */
  private boolean unknown(Ir.Term left, Ir.Term right) {
    return switch (left) {
      case Ir.Slot a when right instanceof Ir.Slot b -> {
        unify(a, Type.ANY, false);
        yield unify(b, env.slot(a), false);
      }
      case Ir.Slot a when right instanceof Ir.Items || right instanceof Ir.Entries ->
          unknown(right, left);
      case Ir.Items a when right instanceof Ir.Items b -> {
        boolean fits = a.items().size() == b.items().size();
        for (int i = 0; fits && i < a.items().size(); i++) {
          fits = unify(a.items().get(i), b.items().get(i));
        }
        yield fits;
      }
      case Ir.Entries a when right instanceof Ir.Entries b -> {
        boolean fits = a.keys().size() == b.keys().size();
        for (int i = 0; fits && i < a.keys().size(); i++) {
          int at = b.keys().indexOf(a.keys().get(i));
          fits = at >= 0 && unify(a.values().get(i), b.values().get(at));
        }
        yield fits;
      }
      case Ir.Term a when right instanceof Ir.Slot b ->
          unify(a, Type.ANY, false) && unify(b, env.of(a), false);
      default -> true;
    };
  }

  /**
   * Whether a term can be of a type.
   *
   * @param union whether variables get this type beside the one they have
   */
  boolean unify(Ir.Term term, @Nullable Type type, boolean union) {
    return switch (opened(term)) {
      case Ir.Slot s -> {
        Type known = env.slot(s);
        if (known != null && !union) {
          yield Compatibility.fit(known, type);
        }
        env.bind(s, Types.or(known, type));
        yield true;
      }
      case Ir.Items items -> composite(items, items.items(), type, union);
      case Ir.Members members -> composite(members, members.items(), type, union);
      case Ir.Entries entries -> {
        List<Ir.Term> parts = new ArrayList<>(entries.keys());
        parts.addAll(entries.values());
        yield composite(entries, parts, type, union);
      }
      case Ir.Term other -> Compatibility.fit(env.of(other), type);
    };
  }

  private boolean composite(Ir.Term term, List<Ir.Term> parts, @Nullable Type type, boolean union) {
    if (type instanceof Type.Union alternatives) {
      if (Types.isAny(alternatives)) {
        parts.forEach(part -> unify(part, Type.ANY, true));
        return true;
      }
      boolean fits = false;
      for (Type alternative : alternatives.of()) {
        fits |= unify(term, alternative, true);
      }
      return fits;
    }
    return switch (term) {
      case Ir.Items i -> type instanceof Type.Items array && items(parts, array, union);
      case Ir.Members m ->
          type instanceof Type.Members set
              && parts.stream().allMatch(part -> unify(part, set.of(), union));
      case Ir.Entries e -> type instanceof Type.Entries object && entries(e, object, union);
      default -> false;
    };
  }

  private boolean items(List<Ir.Term> items, Type.Items type, boolean union) {
    if (items.size() != type.items().size() && type.rest() == null) {
      return false;
    }
    for (int i = 0; i < items.size(); i++) {
      Type item = i < type.items().size() ? type.items().get(i) : type.rest();
      if (!unify(items.get(i), item, union)) {
        return false;
      }
    }
    return true;
  }

  private boolean entries(Ir.Entries object, Type.Entries type, boolean union) {
    if (object.keys().size() != type.fixed().size()
        && (type.others() == null || type.others().value() == null)) {
      return false;
    }
    for (int i = 0; i < object.keys().size(); i++) {
      Ir.Term value = object.values().get(i);
      if (!(object.keys().get(i) instanceof Ir.Const c)) {
        unify(value, Type.ANY, union);
        continue;
      }
      Type child = Types.select(type, c.value());
      if (child == null || !unify(value, child, union)) {
        return false;
      }
    }
    return true;
  }

  /** A composite constant as a term with parts, so that the parts are compared one by one. */
  private static Ir.Term opened(Ir.Term term) {
    if (!(term instanceof Ir.Const c) || c.value().weight() > Types.MOST) {
      return term;
    }
    return switch (c.value()) {
      case ArrayValue a -> new Ir.Items(constants(a.elements()));
      case SetValue s -> new Ir.Members(constants(s.sorted()));
      case ObjectValue o -> {
        List<Value> keys = o.sortedKeys();
        yield new Ir.Entries(
            constants(keys),
            constants(keys.stream().map(key -> Objects.requireNonNull(o.get(key))).toList()));
      }
      case Value scalar -> term;
    };
  }

  private static List<Ir.Term> constants(List<Value> values) {
    List<Ir.Term> out = new ArrayList<>();
    values.forEach(value -> out.add(new Ir.Const(value)));
    return out;
  }
}
