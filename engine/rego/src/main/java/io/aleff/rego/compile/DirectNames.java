package io.aleff.rego.compile;

import io.aleff.rego.ast.Expr;
import io.aleff.rego.ast.Literal;
import io.aleff.rego.ast.Term;
import io.aleff.rego.value.StringValue;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The names a body uses itself, not inside its comprehensions. */
final class DirectNames {

  private DirectNames() {}

  /**
   * @param isFunction whether a dotted name is a function, which as a replacement is no variable
   */
  static void of(
      List<Literal> literals,
      Set<String> used,
      Set<String> declared,
      Predicate<String> isFunction) {
    for (Literal literal : literals) {
      of(literal.expr(), used, declared);
      for (Literal.With with : literal.modifiers()) {
        String name = dotted(with.value());
        if (name == null || !isFunction.test(name)) {
          of(with.value(), used);
        }
      }
    }
  }

  private static void of(Expr expr, Set<String> used, Set<String> declared) {
    switch (expr) {
      case Expr.Is is -> of(is.term(), used);
      case Expr.Unify unify -> {
        of(unify.left(), used);
        of(unify.right(), used);
      }
      case Expr.Assign assign -> {
        of(assign.left(), declared);
        of(assign.right(), used);
      }
      case Expr.SomeVars some -> some.vars().forEach(v -> declared.add(v.name()));
      case Expr.SomeIn some -> {
        if (some.key() != null) {
          of(some.key(), declared);
        }
        of(some.value(), declared);
        of(some.domain(), used);
      }
      case Expr.Every every -> of(every.domain(), used);
    }
  }

  static void of(Term term, Set<String> out) {
    switch (term) {
      case Term.Scalar s -> {}
      case Term.Var v -> {
        if (!v.name().equals("_")) {
          out.add(v.name());
        }
      }
      case Term.Ref r -> {
        of(r.head(), out);
        r.path().forEach(p -> of(p, out));
      }
      case Term.Call c -> c.args().forEach(a -> of(a, out));
      case Term.ArrayTerm a -> a.items().forEach(i -> of(i, out));
      case Term.SetTerm s -> s.items().forEach(i -> of(i, out));
      case Term.ObjectTerm o ->
          o.entries()
              .forEach(
                  e -> {
                    of(e.key(), out);
                    of(e.value(), out);
                  });
      case Term.Comprehension c -> {}
      case Term.Template t -> {}
      case Term.Logic l -> {
        of(l.left(), out, out, name -> false);
        of(l.right(), out, out, name -> false);
      }
    }
  }

  /** The names in the expressions of an interpolated string. */
  static void interpolated(Term.Template template, Set<String> out) {
    for (Term part : template.parts()) {
      if (part instanceof Term.Comprehension closure) {
        of(closure.body(), out, new java.util.HashSet<>(), name -> false);
      }
    }
  }

  /** A term as a dotted name, or null when it is none. */
  static @Nullable String dotted(Term term) {
    if (term instanceof Term.Var v) {
      return v.name();
    }
    if (!(term instanceof Term.Ref ref && ref.head() instanceof Term.Var v)) {
      return null;
    }
    StringBuilder name = new StringBuilder(v.name());
    for (Term part : ref.path()) {
      if (!(part instanceof Term.Scalar s && s.value() instanceof StringValue text)) {
        return null;
      }
      name.append('.').append(text.value());
    }
    return name.toString();
  }
}
