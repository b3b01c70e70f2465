package io.aleff.rego.compile;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.Suggestions;
import io.aleff.rego.ast.Term.Comprehension.Kind;
import io.aleff.rego.types.Compatibility;
import io.aleff.rego.types.Type;
import io.aleff.rego.types.TypeTree;
import io.aleff.rego.types.Types;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks that paths lead somewhere, and gives types to the variables they iterate over. */
final class RefTypes {

  private final TypeEnv env;
  private final TypeUnifier unifier;

  RefTypes(TypeEnv env, TypeUnifier unifier) {
    this.env = env;
    this.unifier = unifier;
  }

  /** Null when nothing is wrong. */
  @Nullable Diagnostic check(Ir.Path path) {
    if (path.head() instanceof Ir.Data && env.data() == null) {
      return env.of(path) instanceof Type.Function f
          ? flat(path, path.keys().size() - 1, f)
          : document(path, env.rules(), 0);
    }
    if (path.head() instanceof Ir.Slot slot && env.slot(slot) == null) {
      env.bind(slot, Type.ANY);
    }
    return inside(path, env.of(path.head()), 0);
  }

  /** From a place in the tree of rules on. */
  private @Nullable Diagnostic document(Ir.Path path, TypeTree node, int at) {
    if (at == path.keys().size()) {
      return null;
    }
    Ir.Term key = path.keys().get(at);
    if (key instanceof Ir.Const c) {
      TypeTree child = node.child(c.value());
      if (child == null) {
        return inside(path, Type.ANY, at + 1);
      }
      Type rule = child.type();
      return rule == null ? document(path, child, at + 1) : inside(path, rule, at + 1);
    }
    Type keys = Types.keys(node.extent());
    if (!fits(key, keys)) {
      return wrong(path, at, env.of(key), keys, node.children().keySet());
    }
    return inside(path, Type.ANY, at + 1);
  }

  /** Inside a value. */
  private @Nullable Diagnostic inside(Ir.Path path, @Nullable Type type, int at) {
    Type here = type;
    for (int i = at; i < path.keys().size(); i++) {
      Ir.Term key = path.keys().get(i);
      Type keys = Types.keys(here);
      if (keys == null) {
        return flat(path, i - 1, here);
      }
      if (key instanceof Ir.Const c && !TypeEnv.isComposite(c.value())) {
        Type child = Types.select(here, c.value());
        if (child == null) {
          return wrong(path, i, null, keys, names(here));
        }
        here = child;
      } else {
        if (!fits(key, keys)) {
          return wrong(path, i, env.of(key), keys, names(here));
        }
        here = Types.values(here);
      }
    }
    return null;
  }

  private boolean fits(Ir.Term key, @Nullable Type keys) {
    return switch (key) {
      case Ir.Path p -> {
        Type known = env.of(p);
        yield known == null || Compatibility.fit(known, keys);
      }
      case Ir.Apply a -> {
        Type known = env.of(a);
        yield known == null || Compatibility.fit(known, keys);
      }
      case Ir.Term other -> unifier.unify(other, keys, false);
    };
  }

  /** The keys a type is known to have. */
  private static java.util.SortedSet<Value> names(@Nullable Type type) {
    TreeSet<Value> out = new TreeSet<>();
    if (type instanceof Type.Entries e) {
      out.addAll(e.fixed().keySet());
    } else if (type instanceof Type.Union u) {
      u.of().forEach(part -> out.addAll(names(part)));
    }
    return out;
  }

  private static Diagnostic flat(Ir.Path path, int last, @Nullable Type have) {
    return undefined(
        path, "^".repeat(text(path, last + 1).length()) + "\n\thave: " + Types.text(have));
  }

  private static Diagnostic wrong(
      Ir.Path path,
      int at,
      @Nullable Type have,
      @Nullable Type want,
      java.util.Collection<Value> names) {
    String pad = " ".repeat(text(path, at).length() + 1);
    String found =
        have == null ? "have: " + term(path.keys().get(at)) : "have (type): " + Types.text(have);
    String expected =
        names.isEmpty()
            ? "want (type): " + Types.text(want)
            : "want (one of): "
                + new TreeSet<>(names)
                    .stream().map(Value::toString).collect(Collectors.joining(" ", "[", "]"));
    Diagnostic diagnostic = undefined(path, pad + "^\n\t" + pad + found + "\n\t" + pad + expected);
    List<String> known =
        names.stream()
            .filter(StringValue.class::isInstance)
            .map(name -> ((StringValue) name).value())
            .toList();
    return path.keys().get(at) instanceof Ir.Const(StringValue name)
        ? diagnostic.maybe(Suggestions.nearest(name.value(), known))
        : diagnostic;
  }

  private static Diagnostic undefined(Ir.Path path, String detail) {
    String text = text(path, path.keys().size());
    return Diagnostic.error(
        "rego_type_error", path.at(), "undefined ref: " + text + "\n\t" + text + "\n\t" + detail);
  }

  /** A path as it is written, up to a number of keys. */
  private static String text(Ir.Path path, int keys) {
    StringBuilder out = new StringBuilder(term(path.head()));
    for (Ir.Term key : path.keys().subList(0, keys)) {
      if (key instanceof Ir.Const(StringValue name)
          && name.value().matches("[A-Za-z_][A-Za-z_0-9]*")) {
        out.append('.').append(name.value());
      } else {
        out.append('[').append(term(key)).append(']');
      }
    }
    return out.toString();
  }

  private static String term(Ir.Term term) {
    return switch (term) {
      case Ir.Const c -> c.value().toString();
      case Ir.Slot s -> s.name();
      case Ir.Input i -> "input";
      case Ir.Data d -> "data";
      case Ir.Path p -> text(p, p.keys().size());
      case Ir.Apply a -> a.callee().name() + "(…)";
      case Ir.Items i -> "[…]";
      case Ir.Members m -> "{…}";
      case Ir.Entries e -> "{…}";
      case Ir.Closure c -> c.kind() == Kind.ARRAY ? "[… | …]" : "{… | …}";
      case Ir.Template t -> "$\"…\"";
    };
  }
}
