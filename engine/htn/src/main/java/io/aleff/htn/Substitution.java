package io.aleff.htn;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts values in the place of variables, for showing a condition to people. */
public final class Substitution {

  private Substitution() {}

  /** Quantified variables stay. */
  public static Formula of(Formula formula, Map<String, String> binding) {
    return switch (formula) {
      case Formula.Atom a -> new Formula.Atom(a.predicate(), terms(a.arguments(), binding));
      case Formula.Not n -> new Formula.Not(of(n.formula(), binding));
      case Formula.And a -> new Formula.And(all(a.parts(), binding));
      case Formula.Or o -> new Formula.Or(all(o.parts(), binding));
      case Formula.Imply i ->
          new Formula.Imply(of(i.premise(), binding), of(i.conclusion(), binding));
      case Formula.ForAll f ->
          new Formula.ForAll(f.variables(), of(f.body(), without(f.variables(), binding)));
      case Formula.Exists e ->
          new Formula.Exists(e.variables(), of(e.body(), without(e.variables(), binding)));
      case Formula.Equal e -> new Formula.Equal(term(e.left(), binding), term(e.right(), binding));
      case Formula.IsA i -> new Formula.IsA(term(i.term(), binding), i.type());
      case Formula.Comparison c ->
          new Formula.Comparison(
              c.comparator(), expression(c.left(), binding), expression(c.right(), binding));
    };
  }

  static Expression expression(Expression expression, Map<String, String> binding) {
    return switch (expression) {
      case Expression.Literal literal -> literal;
      case Expression.Value v ->
          new Expression.Value(new Term.Variable(v.variable().under(binding)));
      case Expression.Fluent f ->
          new Expression.Fluent(f.function(), terms(f.arguments(), binding));
      case Expression.Arithmetic a ->
          new Expression.Arithmetic(
              a.operator(), expression(a.left(), binding), expression(a.right(), binding));
    };
  }

  private static List<Formula> all(List<Formula> parts, Map<String, String> binding) {
    return parts.stream().map(p -> of(p, binding)).toList();
  }

  private static List<Term> terms(List<Term> terms, Map<String, String> binding) {
    return terms.stream().map(t -> term(t, binding)).toList();
  }

  private static Term term(Term term, Map<String, String> binding) {
    return term instanceof Term.Variable v && binding.containsKey(v.name())
        ? new Term.Constant(v.under(binding))
        : term;
  }

  private static Map<String, String> without(List<Parameter> hidden, Map<String, String> binding) {
    Map<String, String> inner = new HashMap<>(binding);
    hidden.forEach(v -> inner.remove(v.name()));
    return inner;
  }
}
