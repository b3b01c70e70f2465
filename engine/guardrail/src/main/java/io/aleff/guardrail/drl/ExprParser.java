package io.aleff.guardrail.drl;

import io.aleff.definition.Suggestions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads and types one expression of a rule by recursive descent. The grammar is the allow-list: it
 * has no assignment, no object creation, no class names, no lambdas, and calls only to the methods
 * of {@link Words}.
 */
class ExprParser {

  private static final int DEEPEST = 40;

  /** An expression with its type and the place it begins. */
  record Typed(Expr expr, Kind kind, @Nullable String factType, int offset) {}

  private final List<Token> tokens;
  private final Findings findings;
  private final Scope scope;
  private final Map<String, Kind> own;
  private final ExprTypes types;
  private int at;
  private int depth;
  private @Nullable Typed lastLeft;

  /**
   * @param own properties of the pattern around the expression; empty outside of patterns
   */
  ExprParser(String text, int base, Findings findings, Scope scope, Map<String, Kind> own)
      throws Unreadable {
    this.tokens = new Lexer(text, base, findings).tokens();
    this.findings = findings;
    this.scope = scope;
    this.own = own;
    this.types = new ExprTypes(findings);
  }

  Token peek() {
    return tokens.get(at);
  }

  Token peek(int ahead) {
    return tokens.get(Math.min(at + ahead, tokens.size() - 1));
  }

  Token take() {
    Token token = peek();
    at = Math.min(at + 1, tokens.size() - 1);
    return token;
  }

  boolean takeIf(String text) {
    boolean found = peek().is(text);
    if (found) {
      take();
    }
    return found;
  }

  Token expect(String text) throws Unreadable {
    if (!peek().is(text)) {
      throw fail("DRL-009", peek().offset(), "Found " + peek().words() + ".", "\"" + text + "\"");
    }
    return take();
  }

  void expectEnd() throws Unreadable {
    if (peek().type() != Token.Type.END) {
      throw fail(
          "DRL-009",
          peek().offset(),
          "Found " + peek().words() + " after the expression.",
          "an operator, or the end of the expression");
    }
  }

  Unreadable fail(String code, int offset, String message, @Nullable String expected) {
    findings.report(code, offset, message, expected);
    return new Unreadable();
  }

  Typed expression() throws Unreadable {
    if (++depth > DEEPEST) {
      throw fail("DRL-017", peek().offset(), "The expression is nested too deeply.", null);
    }
    Typed left = conjunction();
    while (peek().is("||")) {
      left = logical(take(), left, false);
    }
    depth--;
    return left;
  }

  private Typed conjunction() throws Unreadable {
    Typed left = relation();
    while (peek().is("&&")) {
      left = logical(take(), left, true);
    }
    return left;
  }

  private Typed logical(Token operator, Typed left, boolean and) throws Unreadable {
    Typed subject = lastLeft;
    boolean shortened = subject != null && startsRelation(peek());
    Typed right;
    if (shortened && subject != null) {
      right = relationOn(subject);
    } else {
      right = and ? relation() : conjunction();
    }
    types.require(left, Kind.TRUTH);
    types.require(right, Kind.TRUTH);
    return typed(new Expr.Binary(operator.text(), left.expr(), right.expr()), Kind.TRUTH, left);
  }

  private boolean startsRelation(Token token) {
    if (token.type() == Token.Type.SYMBOL) {
      return Words.COMPARISONS.contains(token.text());
    }
    boolean word = Words.WORD_OPERATORS.contains(token.text()) || token.is("not");
    return token.type() == Token.Type.NAME && word && !own.containsKey(token.text());
  }

  private Typed relation() throws Unreadable {
    lastLeft = null;
    Typed left = sum();
    return startsRelation(peek()) ? relationOn(left) : left;
  }

  private Typed relationOn(Typed left) throws Unreadable {
    Typed result;
    if (peek().type() == Token.Type.SYMBOL) {
      Token operator = take();
      result = types.comparison(operator, left, sum());
    } else {
      result = wordRelation(left);
    }
    lastLeft = left;
    return result;
  }

  private Typed wordRelation(Typed left) throws Unreadable {
    boolean negated = takeIf("not");
    Token operator = take();
    String prefix = negated ? "not " : "";
    switch (operator.text()) {
      case "in" -> {
        return options(left, negated);
      }
      case "str" -> {
        expect("[");
        Token test = take();
        expect("]");
        return types.textTest(prefix, test, left, sum());
      }
      case "matches", "contains", "memberOf" -> {
        return types.word(prefix, operator, left, sum());
      }
      default ->
          throw fail(
              "DRL-009",
              operator.offset(),
              "There is no operator " + operator.words() + ".",
              "one of matches, contains, memberOf, in, str[startsWith]");
    }
  }

  private Typed options(Typed left, boolean negated) throws Unreadable {
    List<Expr> options = new ArrayList<>();
    expect("(");
    do {
      Typed option = sum();
      types.sameKind(left, option);
      options.add(option.expr());
    } while (takeIf(","));
    expect(")");
    return typed(new Expr.In(left.expr(), negated, options), Kind.TRUTH, left);
  }

  private Typed sum() throws Unreadable {
    Typed left = product();
    while (peek().is("+") || peek().is("-")) {
      left = types.arithmetic(take(), left, product());
    }
    return left;
  }

  private Typed product() throws Unreadable {
    Typed left = unary();
    while (peek().is("*") || peek().is("/") || peek().is("%")) {
      left = types.arithmetic(take(), left, unary());
    }
    return left;
  }

  private Typed unary() throws Unreadable {
    Token token = peek();
    if (!token.is("!") && !token.is("-")) {
      return postfix();
    }
    if (++depth > DEEPEST) {
      throw fail("DRL-017", token.offset(), "The expression is nested too deeply.", null);
    }
    take();
    Typed of = unary();
    depth--;
    if (token.is("!")) {
      types.require(of, Kind.TRUTH);
      return new Typed(new Expr.Not(of.expr()), Kind.TRUTH, null, token.offset());
    }
    types.require(of, Kind.NUMBER);
    return new Typed(new Expr.Minus(of.expr()), Kind.NUMBER, null, token.offset());
  }

  private Typed postfix() throws Unreadable {
    Typed value = primary();
    while (takeIf(".")) {
      Token name = take();
      if (name.type() != Token.Type.NAME) {
        throw fail("DRL-009", name.offset(), "Found " + name.words() + ".", "a property or method");
      }
      value = takeIf("(") ? types.call(value, name, arguments()) : property(value, name);
    }
    if (peek().is("(") || peek().is("[")) {
      throw fail(
          "DRL-010",
          peek().offset(),
          "Found " + peek().words() + ": there is nothing to call or to index here.",
          null);
    }
    return value;
  }

  private List<Typed> arguments() throws Unreadable {
    List<Typed> arguments = new ArrayList<>();
    if (takeIf(")")) {
      return arguments;
    }
    do {
      arguments.add(expression());
    } while (takeIf(","));
    expect(")");
    return arguments;
  }

  private Typed primary() throws Unreadable {
    Token token = take();
    return switch (token.type()) {
      case TEXT -> new Typed(new Expr.Text(token.text()), Kind.TEXT, null, token.offset());
      case NUMBER -> new Typed(new Expr.Numeral(token.text()), Kind.NUMBER, null, token.offset());
      case VARIABLE -> variable(token);
      case NAME -> name(token);
      case SYMBOL -> {
        if (!token.is("(")) {
          throw unexpected(token);
        }
        Typed inner = expression();
        expect(")");
        lastLeft = null;
        yield inner;
      }
      case END -> throw unexpected(token);
    };
  }

  private Unreadable unexpected(Token token) {
    return fail(
        "DRL-009", token.offset(), "Found " + token.words() + ".", "a property, variable or value");
  }

  private Typed variable(Token token) throws Unreadable {
    Scope.Type type = scope.find(token.text());
    if (type == null) {
      throw unknown("DRL-008", token, "There is no variable", scope.names());
    }
    return new Typed(new Expr.Variable(token.text()), type.kind(), type.factType(), token.offset());
  }

  private Typed name(Token token) throws Unreadable {
    switch (token.text()) {
      case "true", "false" -> {
        boolean value = token.is("true");
        return new Typed(new Expr.Truth(value), Kind.TRUTH, null, token.offset());
      }
      case "null" -> {
        return new Typed(new Expr.Null(), Kind.NOTHING, null, token.offset());
      }
      default -> {
        Kind kind = own.get(token.text());
        if (kind == null) {
          throw unknown("DRL-007", token, "Here is no property", own.keySet());
        }
        return new Typed(new Expr.Own(token.text()), kind, null, token.offset());
      }
    }
  }

  private Typed property(Typed value, Token name) throws Unreadable {
    if (value.kind() == Kind.WRONG) {
      return value;
    }
    Words.Method method = Words.method(value.kind(), name.text());
    if (method != null && method.isProperty()) {
      return types.call(value, name, List.of());
    }
    Map<String, Kind> properties =
        value.factType() == null ? null : FactModel.properties(value.factType());
    Kind kind = properties == null ? null : properties.get(name.text());
    if (kind == null || !(value.expr() instanceof Expr.Variable variable)) {
      Set<String> known = properties == null ? Set.of() : properties.keySet();
      String what = value.factType() == null ? "A " + value.kind().words() : value.factType();
      throw unknown("DRL-007", name, what + " has no property", known);
    }
    return new Typed(new Expr.Property(variable, name.text()), kind, null, value.offset());
  }

  private Unreadable unknown(String code, Token token, String message, Collection<String> known) {
    String reaching = Words.REACHING.get(token.text());
    findings.report(
        code,
        token.offset(),
        message
            + " "
            + token.words()
            + (reaching == null ? "." : ": rules never reach " + reaching + "."),
        known.isEmpty() ? null : "one of " + String.join(", ", known.stream().sorted().toList()),
        Suggestions.nearest(token.text(), known));
    return new Unreadable();
  }

  private static Typed typed(Expr expr, Kind kind, Typed from) {
    return new Typed(expr, kind, null, from.offset());
  }
}
