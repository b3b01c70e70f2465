package io.aleff.htn;

import io.aleff.definition.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a condition: {@code not a(x) and (b(x) or f(x) < 3)}, {@code p(x) implies q(x)}, {@code
 * forall y in file (p(x, y))}, {@code exists (y in file, z in person) (…)}, {@code x != y}. From
 * loosest to tightest: implies, or, and, not.
 */
final class FormulaParser extends ExpressionParser {

  private static final Set<String> ARITHMETIC = Set.of("+", "-", "*", "/");

  FormulaParser(ExpressionText source, Names names, Findings findings) {
    super(source, names, findings);
  }

  /** The whole text as one condition; null after a finding. */
  @Nullable Formula whole(Scope scope) {
    Formula formula = implication(scope);
    return formula != null && atEnd() ? formula : null;
  }

  private @Nullable Formula implication(Scope scope) {
    if (!enter()) {
      return null;
    }
    Formula premise = chain(scope, "or");
    Formula result = premise;
    if (premise != null && takeIf("implies")) {
      Formula conclusion = implication(scope);
      result = conclusion == null ? null : new Formula.Imply(premise, conclusion);
    }
    leave();
    return result;
  }

  private @Nullable Formula chain(Scope scope, String word) {
    boolean or = word.equals("or");
    List<Formula> parts = new ArrayList<>();
    do {
      Formula part = or ? chain(scope, "and") : unary(scope);
      if (part == null) {
        return null;
      }
      parts.add(part);
    } while (takeIf(word));
    if (parts.size() == 1) {
      return parts.getFirst();
    }
    return or ? new Formula.Or(parts) : new Formula.And(parts);
  }

  private @Nullable Formula unary(Scope scope) {
    if (!enter()) {
      return null;
    }
    Formula result = unguarded(scope);
    leave();
    return result;
  }

  private @Nullable Formula unguarded(Scope scope) {
    if (takeIf("not")) {
      Formula inside = unary(scope);
      return inside == null ? null : new Formula.Not(inside);
    }
    if (takeIf("true")) {
      return Formula.TRUE;
    }
    if (peek().is("forall") || peek().is("exists")) {
      return quantified(scope);
    }
    if (peek().is("(") && !isArithmeticGroup()) {
      take();
      Formula inside = implication(scope);
      return inside != null && expect(")") ? inside : null;
    }
    return factOrComparison(scope);
  }

  private @Nullable Formula quantified(Scope scope) {
    boolean all = take().is("forall");
    List<Parameter> variables = variables();
    if (variables == null || !expect("(")) {
      return null;
    }
    Formula body = implication(scope.with(variables));
    if (body == null || !expect(")")) {
      return null;
    }
    return all ? new Formula.ForAll(variables, body) : new Formula.Exists(variables, body);
  }

  private @Nullable List<Parameter> variables() {
    List<Parameter> variables = new ArrayList<>();
    boolean grouped = takeIf("(");
    do {
      Token name = take();
      if (name.kind() != Token.Kind.NAME || !takeIf("in")) {
        syntax(name, "variables such as x in file");
        return null;
      }
      String type = type(take());
      if (type == null) {
        return null;
      }
      variables.add(new Parameter(name.text(), type));
    } while (takeIf(","));
    return !grouped || expect(")") ? variables : null;
  }

  /** A type of objects; null after a finding. */
  private @Nullable String type(Token type) {
    if (quantifiable(type.text())) {
      return type.text();
    }
    if (Types.isLiteral(type.text())) {
      findings.add(
          Diagnostic.error(
                  "HTN-016", place(type), "There is no end of values of type " + type.text() + ".")
              .expecting("a type of objects"));
    } else {
      findings.unknown("HTN-017", place(type), "type", type.text(), names.typeNames());
    }
    return null;
  }

  private boolean quantifiable(String type) {
    return names.types().exists(type) && !Types.isLiteral(type);
  }

  /** Whether the parenthesis ahead encloses a number rather than a condition. */
  private boolean isArithmeticGroup() {
    int open = 0;
    for (int i = 0; peek(i).kind() != Token.Kind.END; i++) {
      open += peek(i).is("(") ? 1 : peek(i).is(")") ? -1 : 0;
      if (open == 0) {
        Token next = peek(i + 1);
        return next.kind() == Token.Kind.SYMBOL
            && (COMPARATORS.contains(next.text()) || ARITHMETIC.contains(next.text()));
      }
    }
    return false;
  }

  private @Nullable Formula factOrComparison(Scope scope) {
    Token first = peek();
    boolean word = first.kind() != Token.Kind.SYMBOL && first.kind() != Token.Kind.END;
    if (!word && !first.is("(")) {
      syntax(first, "a condition");
      return null;
    }
    if (word && peek(1).is("in")) {
      return membership(scope);
    }
    if (word && (peek(1).is("=") || peek(1).is("==") || peek(1).is("!="))) {
      Formula equality = equality(scope);
      if (equality != null) {
        return equality;
      }
    }
    boolean numeric =
        !word
            || first.kind() != Token.Kind.NAME
            || names.functions.containsKey(first.text())
            || (peek(1).kind() == Token.Kind.SYMBOL && !peek(1).is("(") && !peek(1).is(")"));
    return numeric ? comparison(scope) : atom(scope);
  }

  /** {@code x in file}: whether an object is of a type. */
  private @Nullable Formula membership(Scope scope) {
    Token name = take();
    take();
    String type = type(take());
    Term term = terms.read(name, null, scope, place(name));
    return type == null || term == null ? null : new Formula.IsA(term, type);
  }

  /** {@code x = y} over objects and texts; null, with nothing taken, when it is about numbers. */
  private @Nullable Formula equality(Scope scope) {
    Token left = peek();
    Token right = peek(2);
    String leftType = terms.typeOf(left, scope);
    String rightType = terms.typeOf(right, scope);
    boolean functions =
        names.functions.containsKey(left.text()) || names.functions.containsKey(right.text());
    boolean numbers = Types.NUMBER.equals(leftType) || Types.NUMBER.equals(rightType);
    if (functions || numbers || ARITHMETIC.contains(peek(3).text())) {
      return null;
    }
    take();
    boolean different = take().is("!=");
    take();
    Term a = terms.read(left, textOr(left, leftType, rightType), scope, place(left));
    Term b = terms.read(right, textOr(right, rightType, leftType), scope, place(right));
    if (a == null || b == null) {
      return Formula.TRUE;
    }
    Formula equal = new Formula.Equal(a, b);
    return different ? new Formula.Not(equal) : equal;
  }

  /** An undeclared word beside a text is a text itself. */
  private static @Nullable String textOr(
      Token word, @Nullable String type, @Nullable String other) {
    boolean text = type == null && Types.STRING.equals(other);
    return text || word.kind() == Token.Kind.TEXT ? Types.STRING : null;
  }

  private @Nullable Formula comparison(Scope scope) {
    Expression left = expression(scope);
    if (left == null) {
      return null;
    }
    Token sign = take();
    if (!COMPARATORS.contains(sign.text())) {
      syntax(sign, "one of < <= = != >= >");
      return null;
    }
    Expression right = expression(scope);
    return right == null ? null : new Formula.Comparison(comparator(sign.text()), left, right);
  }

  private static Formula.Comparator comparator(String sign) {
    for (Formula.Comparator comparator : Formula.Comparator.values()) {
      if (comparator.sign().equals(sign)) {
        return comparator;
      }
    }
    return Formula.Comparator.EQUAL;
  }
}
