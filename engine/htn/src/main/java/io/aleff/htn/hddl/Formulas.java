package io.aleff.htn.hddl;

import io.aleff.htn.Effect;
import io.aleff.htn.Expression;
import io.aleff.htn.Formula;
import io.aleff.htn.Term;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Conditions, effects and numbers as HDDL writes them. */
final class Formulas {

  String of(Formula formula) {
    return switch (formula) {
      case Formula.Atom atom -> "(" + atom.predicate() + terms(atom.arguments()) + ")";
      case Formula.Not not -> "(not " + of(not.formula()) + ")";
      case Formula.And and -> group("and", and.parts());
      case Formula.Or or -> group("or", or.parts());
      case Formula.Imply imply ->
          "(imply " + of(imply.premise()) + " " + of(imply.conclusion()) + ")";
      case Formula.ForAll all ->
          "(forall (" + HddlPrinter.variables(all.variables()) + ") " + of(all.body()) + ")";
      case Formula.Exists some ->
          "(exists (" + HddlPrinter.variables(some.variables()) + ") " + of(some.body()) + ")";
      case Formula.Equal equal -> "(= " + term(equal.left()) + " " + term(equal.right()) + ")";
      case Formula.IsA isA -> membership(isA);
      case Formula.Comparison c -> comparison(c);
    };
  }

  /** HDDL has no word for it: there is an object of the type that equals the term. */
  private static String membership(Formula.IsA isA) {
    String chosen = isA.term() instanceof Term.Variable v ? v.name() + "_is" : "is";
    return "(exists (?"
        + chosen
        + " - "
        + isA.type()
        + ") (= "
        + term(isA.term())
        + " ?"
        + chosen
        + "))";
  }

  private String comparison(Formula.Comparison c) {
    String sides = " " + number(c.left()) + " " + number(c.right()) + ")";
    return c.comparator() == Formula.Comparator.DIFFERENT
        ? "(not (=" + sides + ")"
        : "(" + c.comparator().sign() + sides;
  }

  String conjunction(List<Formula> parts) {
    return parts.size() == 1 ? of(parts.getFirst()) : group("and", parts);
  }

  private String group(String word, List<Formula> parts) {
    return parts.stream().map(p -> " " + of(p)).collect(Collectors.joining("", "(" + word, ")"));
  }

  String terms(List<Term> terms) {
    return terms.stream().map(t -> " " + term(t)).collect(Collectors.joining());
  }

  private static String term(Term term) {
    return switch (term) {
      case Term.Variable variable -> "?" + variable.name();
      case Term.Constant constant -> constant.value();
    };
  }

  String number(Expression expression) {
    return switch (expression) {
      case Expression.Literal literal -> literal.value().toPlainString();
      case Expression.Value value -> "?" + value.variable().name();
      case Expression.Fluent fluent -> "(" + fluent.function() + terms(fluent.arguments()) + ")";
      case Expression.Arithmetic a ->
          "(" + a.operator().sign() + " " + number(a.left()) + " " + number(a.right()) + ")";
    };
  }

  String effect(Effect effect) {
    return switch (effect) {
      case Effect.Add add -> of(add.atom());
      case Effect.Delete delete -> "(not " + of(delete.atom()) + ")";
      case Effect.Conditional c -> "(when " + of(c.condition()) + " " + all(c.effects()) + ")";
      case Effect.ForAll all ->
          "(forall (" + HddlPrinter.variables(all.variables()) + ") " + all(all.effects()) + ")";
      case Effect.Numeric n ->
          "("
              + n.change().name().toLowerCase(Locale.ROOT)
              + " "
              + number(n.fluent())
              + " "
              + number(n.value())
              + ")";
    };
  }

  private String all(List<Effect> effects) {
    return effects.size() == 1
        ? effect(effects.getFirst())
        : effects.stream().map(e -> " " + effect(e)).collect(Collectors.joining("", "(and", ")"));
  }
}
