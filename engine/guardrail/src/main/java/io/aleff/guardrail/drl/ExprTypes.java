package io.aleff.guardrail.drl;

import io.aleff.definition.Suggestions;
import io.aleff.guardrail.drl.ExprParser.Typed;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** The typing rules of expressions. */
final class ExprTypes {

  private final Findings findings;

  ExprTypes(Findings findings) {
    this.findings = findings;
  }

  void require(Typed value, Kind kind) {
    if (!value.kind().isComparableWith(kind)) {
      findings.report(
          "DRL-011", value.offset(), "This is " + value.kind().words() + ".", kind.words());
    }
  }

  void sameKind(Typed left, Typed right) {
    boolean nothing = left.kind() == Kind.NOTHING || right.kind() == Kind.NOTHING;
    if (!nothing && !left.kind().isComparableWith(right.kind())) {
      findings.report(
          "DRL-011",
          right.offset(),
          "Compares " + left.kind().words() + " with " + right.kind().words() + ".",
          left.kind().words());
    }
  }

  Typed comparison(Token operator, Typed left, Typed right) {
    sameKind(left, right);
    boolean ordered = !operator.is("==") && !operator.is("!=");
    boolean orderable = left.kind() == Kind.NUMBER || left.kind() == Kind.TIME;
    if (ordered && !orderable && left.kind() != Kind.WRONG) {
      findings.report(
          "DRL-011",
          operator.offset(),
          "There is no order on " + left.kind().words() + ".",
          "numbers or times");
    }
    return result(new Expr.Binary(operator.text(), left.expr(), right.expr()), Kind.TRUTH, left);
  }

  Typed word(String prefix, Token operator, Typed left, Typed right) {
    switch (operator.text()) {
      case "matches" -> {
        require(left, Kind.TEXT);
        regularExpression(right);
      }
      case "memberOf" -> {
        require(left, Kind.TEXT);
        require(right, Kind.TEXTS);
      }
      default -> {
        if (left.kind() != Kind.TEXTS) {
          require(left, Kind.TEXT);
        }
        require(right, Kind.TEXT);
      }
    }
    String written = prefix + operator.text();
    return result(new Expr.Binary(written, left.expr(), right.expr()), Kind.TRUTH, left);
  }

  private void regularExpression(Typed pattern) {
    if (!(pattern.expr() instanceof Expr.Text text)) {
      findings.report(
          "DRL-014", pattern.offset(), "The pattern of matches is computed.", "a string literal");
      return;
    }
    try {
      Pattern.compile(text.value());
    } catch (PatternSyntaxException e) {
      findings.report(
          "DRL-014",
          pattern.offset(),
          "Not a regular expression: " + e.getDescription() + ".",
          "a Java regular expression");
    }
  }

  Typed textTest(String prefix, Token test, Typed left, Typed right) {
    if (!Words.TEXT_TESTS.contains(test.text())) {
      findings.report(
          "DRL-009",
          test.offset(),
          "There is no operator str[" + test.text() + "].",
          "str[startsWith], str[endsWith] or str[length]",
          Suggestions.nearest(test.text(), Words.TEXT_TESTS));
    }
    require(left, Kind.TEXT);
    require(right, test.is("length") ? Kind.NUMBER : Kind.TEXT);
    String written = prefix + "str[" + test.text() + "]";
    return result(new Expr.Binary(written, left.expr(), right.expr()), Kind.TRUTH, left);
  }

  Typed arithmetic(Token operator, Typed left, Typed right) {
    Expr expr = new Expr.Binary(operator.text(), left.expr(), right.expr());
    boolean joins = left.kind() == Kind.TEXT || right.kind() == Kind.TEXT;
    if (operator.is("+") && joins) {
      joinable(left);
      joinable(right);
      return result(expr, Kind.TEXT, left);
    }
    require(left, Kind.NUMBER);
    require(right, Kind.NUMBER);
    return result(expr, Kind.NUMBER, left);
  }

  private void joinable(Typed part) {
    if (part.kind() == Kind.FACT || part.kind() == Kind.NOTHING) {
      findings.report(
          "DRL-011",
          part.offset(),
          "A " + part.kind().words() + " cannot be joined to a text.",
          "one of its properties");
    }
  }

  Typed call(Typed on, Token name, List<Typed> arguments) throws Unreadable {
    if (on.kind() == Kind.WRONG) {
      return on;
    }
    Words.Method method = Words.method(on.kind(), name.text());
    if (method == null) {
      Collection<String> known = Words.methodNames(on.kind());
      findings.report(
          "DRL-010",
          name.offset(),
          "The method \"" + name.text() + "\" may not be called on " + on.kind().words() + ".",
          known.isEmpty() ? "no method here" : "one of " + String.join(", ", known),
          suggestion(name, known));
      throw new Unreadable();
    }
    if (arguments.size() != method.parameters().size()) {
      findings.report(
          "DRL-010",
          name.offset(),
          "\"" + name.text() + "\" got " + arguments.size() + " arguments.",
          String.valueOf(method.parameters().size()));
      throw new Unreadable();
    }
    for (int i = 0; i < arguments.size(); i++) {
      require(arguments.get(i), method.parameters().get(i));
    }
    List<Expr> values = arguments.stream().map(Typed::expr).toList();
    return result(new Expr.Call(on.expr(), name.text(), values), method.result(), on);
  }

  private static @Nullable String suggestion(Token name, Collection<String> known) {
    return Suggestions.nearest(name.text(), known);
  }

  private static Typed result(Expr expr, Kind kind, Typed from) {
    return new Typed(expr, kind, null, from.offset());
  }
}
