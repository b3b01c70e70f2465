package io.aleff.htn.hddl;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.Suggestions;
import io.aleff.htn.Expression;
import io.aleff.htn.Formula;
import io.aleff.htn.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads goal descriptions and constraints. What is wrong in them holds always, after a finding. */
final class Conditions {

  private static final List<String> WORDS =
      List.of("and", "or", "not", "imply", "forall", "exists", "=", "sortof", "typeof");
  private static final Map<String, Formula.Comparator> COMPARATORS =
      Map.of(
          "<", Formula.Comparator.LESS,
          "<=", Formula.Comparator.AT_MOST,
          ">=", Formula.Comparator.AT_LEAST,
          ">", Formula.Comparator.GREATER);

  private final Vocabulary words;
  private final Terms terms;
  private final Numbers numbers;

  Conditions(Vocabulary words, Terms terms, Numbers numbers) {
    this.words = words;
    this.terms = terms;
    this.numbers = numbers;
  }

  Formula read(@Nullable Sexp item, Scope scope) {
    if (item == null) {
      return Formula.TRUE;
    }
    if (!(item instanceof Sexp.Group group)) {
      return wrong(item, "a condition in parentheses");
    }
    if (group.items().isEmpty()) {
      return Formula.TRUE;
    }
    return switch (group.head()) {
      case "and" -> new Formula.And(all(group.tail(), scope));
      case "or" -> new Formula.Or(all(group.tail(), scope));
      case "not" -> of(group, 1) ? new Formula.Not(read(group.tail().getFirst(), scope)) : TRUE;
      case "imply" ->
          of(group, 2)
              ? new Formula.Imply(
                  read(group.tail().get(0), scope), read(group.tail().get(1), scope))
              : TRUE;
      case "forall", "exists" -> quantified(group, scope);
      case "=" -> equality(group, scope);
      case "<", "<=", ">", ">=" -> comparison(group, comparator(group.head()), scope);
      case "sortof", "typeof" -> membership(group, scope);
      default -> atom(group, scope);
    };
  }

  private static final Formula TRUE = Formula.TRUE;

  private static Formula.Comparator comparator(String sign) {
    return COMPARATORS.getOrDefault(sign, Formula.Comparator.EQUAL);
  }

  private List<Formula> all(List<Sexp> items, Scope scope) {
    List<Formula> parts = new ArrayList<>();
    items.forEach(item -> parts.add(read(item, scope)));
    return parts;
  }

  private boolean of(Sexp.Group group, int wanted) {
    if (group.tail().size() == wanted) {
      return true;
    }
    words.findings.add(
        Diagnostic.error(
                "HDDL-014",
                group.at(),
                "\"" + group.head() + "\" has " + count(group.tail().size()) + ".")
            .expecting(count(wanted)));
    return false;
  }

  private static String count(int parts) {
    return parts == 1 ? "1 part" : parts + " parts";
  }

  private Formula wrong(Sexp item, String expected) {
    words.findings.add(
        Diagnostic.error("HDDL-014", item.at(), item + " is no condition.").expecting(expected));
    return TRUE;
  }

  private Formula quantified(Sexp.Group group, Scope scope) {
    if (!of(group, 2)) {
      return TRUE;
    }
    if (!(group.tail().getFirst() instanceof Sexp.Group list)) {
      return wrong(group.tail().getFirst(), "variables, as in (?x - type)");
    }
    Scope inner = scope.inner();
    Terms.Variables variables = terms.declare(list.items(), inner);
    Formula body = read(group.tail().get(1), inner);
    Formula demands = new Formula.And(variables.demands());
    boolean either = !variables.demands().isEmpty();
    if (group.head().equals("forall")) {
      return new Formula.ForAll(
          variables.parameters(), either ? new Formula.Imply(demands, body) : body);
    }
    Formula whole =
        either ? new Formula.And(Conjunction.of(variables.demands(), List.of(body))) : body;
    return membership(new Formula.Exists(variables.parameters(), whole));
  }

  /** {@code (exists (?y - type) (= ?x ?y))} is how HDDL says that ?x is of a type. */
  private static Formula membership(Formula.Exists exists) {
    if (exists.variables().size() == 1 && exists.body() instanceof Formula.Equal equal) {
      Term chosen = new Term.Variable(exists.variables().getFirst().name());
      if (equal.right().equals(chosen) && !equal.left().equals(chosen)) {
        return new Formula.IsA(equal.left(), exists.variables().getFirst().type());
      }
    }
    return exists;
  }

  private Formula equality(Sexp.Group group, Scope scope) {
    if (!of(group, 2)) {
      return TRUE;
    }
    if (numbers.isNumeric(group.tail().get(0)) || numbers.isNumeric(group.tail().get(1))) {
      return comparison(group, Formula.Comparator.EQUAL, scope);
    }
    Term left = terms.read(group.tail().get(0), scope);
    Term right = terms.read(group.tail().get(1), scope);
    return left == null || right == null ? TRUE : new Formula.Equal(left, right);
  }

  private Formula comparison(Sexp.Group group, Formula.Comparator comparator, Scope scope) {
    if (!of(group, 2)) {
      return TRUE;
    }
    Expression left = numbers.read(group.tail().get(0), scope);
    Expression right = numbers.read(group.tail().get(1), scope);
    return left == null || right == null ? TRUE : new Formula.Comparison(comparator, left, right);
  }

  /** {@code (sortof ?v - type)}. */
  private Formula membership(Sexp.Group group, Scope scope) {
    List<Sexp> parts = group.tail();
    if (parts.size() != 3 || !parts.get(1).is("-") || !(parts.get(2) instanceof Sexp.Word name)) {
      return wrong(group, "(" + group.head() + " ?variable - type)");
    }
    Term term = terms.read(parts.getFirst(), scope);
    String type = words.type(name);
    return term == null || type == null ? TRUE : new Formula.IsA(term, type);
  }

  private Formula atom(Sexp.Group group, Scope scope) {
    if (!(group.items().getFirst() instanceof Sexp.Word name)) {
      return wrong(group, "(predicate argument …), or one of " + String.join(", ", WORDS));
    }
    if (Suggestions.nearest(name.text(), WORDS) != null
        && group.tail().stream().anyMatch(Sexp.Group.class::isInstance)) {
      words.findings.unknown("HDDL-014", name.at(), "condition", name.text(), WORDS);
      return TRUE;
    }
    Formula.Atom atom = fact(group, name, scope);
    return atom == null ? TRUE : atom;
  }

  /** An atom; null after a finding. */
  Formula.@Nullable Atom fact(Sexp.Group group, Sexp.Word name, Scope scope) {
    String predicate = words.resolve("predicate", name, words.predicates.keySet());
    if (predicate == null) {
      return null;
    }
    int arity = words.predicates.getOrDefault(predicate, List.of()).size();
    List<Term> arguments = terms.arguments(group, predicate, arity, scope);
    return arguments == null ? null : new Formula.Atom(predicate, arguments);
  }
}
