package io.aleff.rego.compile;

import io.aleff.rego.eval.Callee;
import io.aleff.rego.eval.Condition;
import io.aleff.rego.value.ArrayValue;
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

/** Finds what the statements of a rule demand of the input and of arguments, for the index. */
final class Conditions {

  private static final String GLOB_SPECIAL = "*?[]{}!\\,";

  private final Map<Integer, Integer> arguments = new HashMap<>();
  private final Map<Condition.Place, Condition> found = new HashMap<>();

  private Conditions() {}

  /**
   * @param params the parameters of a function
   */
  static List<Condition> of(List<Ir.Term> params, List<Ir.Stmt> body) {
    Conditions out = new Conditions();
    for (int i = 0; i < params.size(); i++) {
      if (params.get(i) instanceof Ir.Const c) {
        out.add(new Condition.Argument(i), Set.of(c.value()));
      } else if (params.get(i) instanceof Ir.Slot s) {
        out.arguments.putIfAbsent(s.index(), i);
      }
    }
    body.forEach(out::read);
    return List.copyOf(out.found.values());
  }

  private void read(Ir.Stmt stmt) {
    if (stmt instanceof Ir.Eq e) {
      equal(e.left(), e.right());
    } else if (stmt instanceof Ir.Is(Ir.Apply apply, var at)
        && apply.callee() instanceof Callee.Native) {
      call(apply.callee().name(), apply.args());
    }
  }

  private void call(String name, List<Ir.Term> args) {
    switch (name) {
      case "equal" -> equal(args.get(0), args.get(1));
      case "internal.member_2" -> {
        Set<Value> members = args.get(1) instanceof Ir.Const c ? members(c.value()) : Set.of();
        Condition.Place place = place(args.get(0));
        if (place != null && !members.isEmpty()) {
          add(place, members);
        }
      }
      case "glob.match" -> glob(args);
      default -> {
        return;
      }
    }
  }

  private static Set<Value> members(Value collection) {
    return switch (collection) {
      case ArrayValue a -> Set.copyOf(new HashSet<>(a.elements()));
      case SetValue s -> Set.copyOf(s.sorted());
      default -> Set.of();
    };
  }

  private void equal(Ir.Term left, Ir.Term right) {
    Ir.Term known = left instanceof Ir.Const ? left : right;
    Condition.Place place = place(left instanceof Ir.Const ? right : left);
    if (place != null && known instanceof Ir.Const c) {
      add(place, Set.of(c.value()));
    }
  }

  private void add(Condition.Place place, Set<Value> values) {
    found.putIfAbsent(place, new Condition(place, values));
  }

  private Condition.@Nullable Place place(Ir.Term term) {
    if (term instanceof Ir.Slot s) {
      Integer argument = arguments.get(s.index());
      return argument == null ? null : new Condition.Argument(argument);
    }
    if (!(term instanceof Ir.Path p && p.head() instanceof Ir.Input)) {
      return null;
    }
    List<Value> path = new ArrayList<>();
    for (Ir.Term key : p.keys()) {
      if (!(key instanceof Ir.Const c)) {
        return null;
      }
      path.add(c.value());
    }
    return new Condition.Input(List.copyOf(path));
  }

  /** The parts of a pattern before its first special character are parts of the text. */
  private void glob(List<Ir.Term> args) {
    Condition.Place text = args.size() == 3 ? place(args.get(2)) : null;
    Character delimiter = delimiter(args.get(1));
    if (text == null
        || delimiter == null
        || !(args.get(0) instanceof Ir.Const(StringValue pattern))) {
      return;
    }
    String[] parts = pattern.value().split(java.util.regex.Pattern.quote("" + delimiter), -1);
    for (int i = 0; i < parts.length && i < 4; i++) {
      if (parts[i].chars().anyMatch(c -> GLOB_SPECIAL.indexOf(c) >= 0)) {
        return;
      }
      add(new Condition.Segment(text, delimiter, i), Set.of(StringValue.of(parts[i])));
    }
  }

  private static @Nullable Character delimiter(Ir.Term term) {
    if (!(term instanceof Ir.Const(ArrayValue array))) {
      return null;
    }
    if (array.size() == 0) {
      return '.';
    }
    return array.size() == 1
            && array.get(0) instanceof StringValue s
            && s.value().length() == 1
            && GLOB_SPECIAL.indexOf(s.value().charAt(0)) < 0
        ? s.value().charAt(0)
        : null;
  }
}
