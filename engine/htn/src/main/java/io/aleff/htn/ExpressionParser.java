package io.aleff.htn;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceLocation;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of one expression, its atoms and its arithmetic. Every method that returns null has
 * reported why.
 */
class ExpressionParser {

  static final Set<String> COMPARATORS = Set.of("<", "<=", "=", "==", "!=", ">=", ">");
  private static final int DEEPEST = 100;

  final Names names;
  final Findings findings;
  final TermReader terms;
  private final ExpressionText source;
  private final List<Token> tokens;
  private int at;
  private int depth;

  ExpressionParser(ExpressionText source, Names names, Findings findings) {
    this.source = source;
    this.names = names;
    this.findings = findings;
    this.terms = new TermReader(names, findings);
    this.tokens = new Lexer(source, findings).tokens();
  }

  final Token peek() {
    return tokens.get(at);
  }

  final Token peek(int ahead) {
    return tokens.get(Math.min(at + ahead, tokens.size() - 1));
  }

  final Token take() {
    Token token = peek();
    at = Math.min(at + 1, tokens.size() - 1);
    return token;
  }

  final boolean takeIf(String text) {
    boolean there = peek().is(text);
    if (there) {
      take();
    }
    return there;
  }

  final SourceLocation place(Token token) {
    return source.location(token.offset());
  }

  final void syntax(Token token, String expected) {
    findings.add(
        Diagnostic.error("HTN-003", place(token), "Unexpected " + token.shown() + ".")
            .expecting(expected));
  }

  final boolean expect(String symbol) {
    if (takeIf(symbol)) {
      return true;
    }
    syntax(peek(), "\"" + symbol + "\"");
    return false;
  }

  final boolean atEnd() {
    if (peek().kind() == Token.Kind.END) {
      return true;
    }
    syntax(peek(), "the end of the expression");
    return false;
  }

  /** Counts nesting; false (after a finding) when it is deeper than any person would write. */
  final boolean enter() {
    if (++depth <= DEEPEST) {
      return true;
    }
    findings.error("HTN-003", place(peek()), "The expression is nested too deeply.");
    return false;
  }

  final void leave() {
    depth--;
  }

  final Formula.@Nullable Atom atom(Scope scope) {
    Token name = take();
    if (name.kind() != Token.Kind.NAME) {
      syntax(name, "a fact such as ready(x)");
      return null;
    }
    List<Token> arguments = arguments();
    if (arguments == null) {
      return null;
    }
    List<String> parameters = names.predicates.get(name.text());
    if (parameters == null) {
      findings.unknown("HTN-010", place(name), "predicate", name.text(), names.factsAndFunctions());
      return null;
    }
    List<Term> read = typed(name, arguments, parameters, scope);
    return read == null ? null : new Formula.Atom(name.text(), read);
  }

  final Expression.@Nullable Fluent fluent(Scope scope) {
    Token name = take();
    List<Token> arguments = arguments();
    List<String> parameters = names.functions.get(name.text());
    if (arguments == null) {
      return null;
    }
    if (parameters == null) {
      findings.unknown("HTN-011", place(name), "function", name.text(), names.factsAndFunctions());
      return null;
    }
    List<Term> read = typed(name, arguments, parameters, scope);
    return read == null ? null : new Expression.Fluent(name.text(), read);
  }

  /** The words between parentheses; none when there are no parentheses. */
  private @Nullable List<Token> arguments() {
    List<Token> arguments = new ArrayList<>();
    if (!takeIf("(") || takeIf(")")) {
      return arguments;
    }
    do {
      Token word = take();
      if (word.kind() == Token.Kind.SYMBOL || word.kind() == Token.Kind.END) {
        syntax(word, "an argument");
        return null;
      }
      arguments.add(word);
    } while (takeIf(","));
    return expect(")") ? arguments : null;
  }

  private @Nullable List<Term> typed(
      Token name, List<Token> arguments, List<String> parameters, Scope scope) {
    if (arguments.size() != parameters.size()) {
      String shape = name.text() + "(" + String.join(", ", parameters) + ")";
      findings.add(
          Diagnostic.error(
                  "HTN-015",
                  place(name),
                  "\"" + name.text() + "\" has " + arguments.size() + " arguments here.")
              .expecting(parameters.size() + ", as in " + shape));
      return null;
    }
    List<Term> read = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      Token word = arguments.get(i);
      Term term = terms.read(word, parameters.get(i), scope, place(word));
      if (term != null) {
        read.add(term);
      }
    }
    return read.size() == arguments.size() ? read : null;
  }

  /** Sums of products of operands. */
  final @Nullable Expression expression(Scope scope) {
    return combined(scope, false);
  }

  private @Nullable Expression combined(Scope scope, boolean product) {
    Expression left = product ? operand(scope) : combined(scope, true);
    while (left != null && (product ? isOne("*", "/") : isOne("+", "-"))) {
      Expression.Operator operator = operator(take().text());
      Expression right = product ? operand(scope) : combined(scope, true);
      left = right == null ? null : new Expression.Arithmetic(operator, left, right);
    }
    return left;
  }

  private boolean isOne(String first, String second) {
    return peek().is(first) || peek().is(second);
  }

  private static Expression.Operator operator(String sign) {
    return switch (sign) {
      case "+" -> Expression.Operator.PLUS;
      case "-" -> Expression.Operator.MINUS;
      case "*" -> Expression.Operator.TIMES;
      default -> Expression.Operator.DIVIDED;
    };
  }

  private @Nullable Expression operand(Scope scope) {
    Token word = peek();
    if (word.kind() == Token.Kind.NUMBER) {
      take();
      return new Expression.Literal(new BigDecimal(word.text()));
    }
    if (word.is("(")) {
      return parenthesised(scope);
    }
    if (word.kind() != Token.Kind.NAME) {
      syntax(word, "a number, a function or a parameter of type number");
      return null;
    }
    if (names.functions.containsKey(word.text()) || peek(1).is("(")) {
      return fluent(scope);
    }
    Term term = terms.read(take(), Types.NUMBER, scope, place(word));
    return switch (term) {
      case Term.Variable variable -> new Expression.Value(variable);
      case Term.Constant constant -> new Expression.Literal(new BigDecimal(constant.value()));
      case null -> null;
    };
  }

  private @Nullable Expression parenthesised(Scope scope) {
    if (!enter()) {
      return null;
    }
    take();
    Expression inside = expression(scope);
    leave();
    return inside != null && expect(")") ? inside : null;
  }
}
