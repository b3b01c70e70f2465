package io.aleff.htn.hddl;

import io.aleff.definition.Diagnostic;
import io.aleff.htn.Expression;
import io.aleff.htn.Term;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads numeric expressions. */
final class Numbers {

  static final Map<String, Expression.Operator> OPERATORS =
      Map.of(
          "+", Expression.Operator.PLUS,
          "-", Expression.Operator.MINUS,
          "*", Expression.Operator.TIMES,
          "/", Expression.Operator.DIVIDED);

  private final Vocabulary words;
  private final Terms terms;

  Numbers(Vocabulary words, Terms terms) {
    this.words = words;
    this.terms = terms;
  }

  static @Nullable BigDecimal literal(Sexp item) {
    try {
      return item instanceof Sexp.Word word ? new BigDecimal(word.text()) : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** Whether this is a number rather than an object: then = compares two numbers. */
  boolean isNumeric(Sexp item) {
    return literal(item) != null
        || (item instanceof Sexp.Group group
            && (OPERATORS.containsKey(group.head()) || words.functions.containsKey(group.head())));
  }

  /** Null after a finding. */
  @Nullable Expression read(Sexp item, Scope scope) {
    BigDecimal number = literal(item);
    if (number != null) {
      return new Expression.Literal(number);
    }
    if (item instanceof Sexp.Word word) {
      return fluent(new Sexp.Group(List.of(word), word.at()), scope);
    }
    Sexp.Group group = (Sexp.Group) item;
    Expression.Operator operator = OPERATORS.get(group.head());
    if (operator == null) {
      return fluent(group, scope);
    }
    if (group.items().size() != 3) {
      words.findings.add(
          Diagnostic.error("HDDL-016", group.at(), "This is no sum of two numbers.")
              .expecting("(" + group.head() + " number number)"));
      return null;
    }
    Expression left = read(group.items().get(1), scope);
    Expression right = read(group.items().get(2), scope);
    return left == null || right == null ? null : new Expression.Arithmetic(operator, left, right);
  }

  /** Null after a finding. */
  Expression.@Nullable Fluent fluent(Sexp item, Scope scope) {
    Sexp.Group group =
        item instanceof Sexp.Group whole ? whole : new Sexp.Group(List.of(item), item.at());
    if (group.items().isEmpty() || !(group.items().getFirst() instanceof Sexp.Word name)) {
      words.findings.add(
          Diagnostic.error("HDDL-016", group.at(), group + " is no number.")
              .expecting("a number or (function argument …)"));
      return null;
    }
    String function = words.resolve("function", name, words.functions.keySet());
    if (function == null) {
      return null;
    }
    int arity = words.functions.getOrDefault(function, List.of()).size();
    List<Term> arguments = terms.arguments(group, function, arity, scope);
    return arguments == null ? null : new Expression.Fluent(function, arguments);
  }
}
