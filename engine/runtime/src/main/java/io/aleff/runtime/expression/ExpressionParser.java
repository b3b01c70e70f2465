package io.aleff.runtime.expression;

import io.aleff.definition.Suggestions;
import io.aleff.runtime.expression.ModelExpression.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the one expression language of process models by recursive descent. */
public final class ExpressionParser {

  private static final int MAX_LENGTH = 2_000;
  private static final int MAX_DEPTH = 40;
  private static final Map<String, Operator> OPERATORS =
      Map.ofEntries(
          Map.entry("==", Operator.EQUAL),
          Map.entry("eq", Operator.EQUAL),
          Map.entry("!=", Operator.NOT_EQUAL),
          Map.entry("ne", Operator.NOT_EQUAL),
          Map.entry("<", Operator.LESS),
          Map.entry("lt", Operator.LESS),
          Map.entry("<=", Operator.LESS_OR_EQUAL),
          Map.entry("le", Operator.LESS_OR_EQUAL),
          Map.entry(">", Operator.GREATER),
          Map.entry("gt", Operator.GREATER),
          Map.entry(">=", Operator.GREATER_OR_EQUAL),
          Map.entry("ge", Operator.GREATER_OR_EQUAL));

  private final List<ExpressionToken> tokens;
  private int next;
  private int depth;

  private ExpressionParser(List<ExpressionToken> tokens) {
    this.tokens = tokens;
  }

  /**
   * Text without braces after a dollar or number sign stands for itself; else it is one expression
   * in braces.
   */
  public static Parsed parse(String text) {
    if (!text.contains("${") && !text.contains("#{")) {
      return new Parsed.Valid(new ModelExpression.Text(text));
    }
    String trimmed = text.strip();
    boolean whole = (trimmed.startsWith("${") || trimmed.startsWith("#{")) && trimmed.endsWith("}");
    if (!whole || text.length() > MAX_LENGTH) {
      return new Parsed.Invalid(
          0,
          "\"" + shortened(text) + "\" mixes text and expressions",
          "one ${…} and nothing else",
          null);
    }
    int offset = text.indexOf('{') + 1;
    try {
      List<ExpressionToken> tokens =
          ExpressionToken.all(trimmed.substring(2, trimmed.length() - 1), offset);
      ExpressionParser parser = new ExpressionParser(tokens);
      ModelExpression expression = parser.or();
      parser.expect(ExpressionToken.Kind.END, "an operator or the end of the expression");
      return new Parsed.Valid(expression);
    } catch (Unreadable e) {
      return e.invalid;
    }
  }

  private ModelExpression or() {
    ModelExpression left = and();
    while (take("||") || take("or")) {
      left = new ModelExpression.Or(left, and());
    }
    return left;
  }

  private ModelExpression and() {
    ModelExpression left = comparison();
    while (take("&&") || take("and")) {
      left = new ModelExpression.And(left, comparison());
    }
    return left;
  }

  private ModelExpression comparison() {
    ModelExpression left = unary();
    Operator operator = OPERATORS.get(peek().text());
    if (operator == null || peek().kind() == ExpressionToken.Kind.STRING) {
      return left;
    }
    next++;
    return new ModelExpression.Comparison(operator, left, unary());
  }

  private ModelExpression unary() {
    if (++depth > MAX_DEPTH) {
      throw unreadable(peek(), "The expression is nested too deep", "at most 40 levels", null);
    }
    ModelExpression result =
        take("!") || take("not") ? new ModelExpression.Not(unary()) : primary();
    depth--;
    return result;
  }

  private ModelExpression primary() {
    ExpressionToken token = tokens.get(next++);
    return switch (token.kind()) {
      case STRING -> new ModelExpression.Literal(token.text());
      case NUMBER -> ModelExpression.Literal.number(token.text());
      case NAME -> named(token);
      case SYMBOL, END -> {
        if (!token.text().equals("(")) {
          throw unreadable(
              token,
              token.kind() == ExpressionToken.Kind.END
                  ? "The expression ends too early"
                  : "\"" + token.text() + "\" cannot stand here",
              "a variable, a literal or a function",
              null);
        }
        ModelExpression inner = or();
        symbol(")");
        yield inner;
      }
    };
  }

  private ModelExpression named(ExpressionToken token) {
    return switch (token.text()) {
      case "true" -> new ModelExpression.Literal(true);
      case "false" -> new ModelExpression.Literal(false);
      case "null" -> new ModelExpression.Literal(null);
      case "aleff" -> call();
      default -> {
        ExpressionToken after = peek();
        if (List.of(".", "[", "(", ":").contains(after.text())
            && after.kind() == ExpressionToken.Kind.SYMBOL) {
          throw unreadable(
              after,
              "\"" + token.text() + after.text() + "\": values have no members and no methods here",
              "a variable by its plain name, or one of "
                  + String.join(", ", AllowedFunctions.names()),
              null);
        }
        yield new ModelExpression.Variable(token.text());
      }
    };
  }

  private ModelExpression call() {
    symbol(".");
    ExpressionToken name = expect(ExpressionToken.Kind.NAME, "the name of a function");
    AllowedFunctions.Function function = AllowedFunctions.find(name.text());
    if (function == null) {
      throw unreadable(
          name,
          "There is no function \"aleff." + name.text() + "\"",
          "one of " + String.join(", ", AllowedFunctions.names()),
          Suggestions.nearest("aleff." + name.text(), AllowedFunctions.names()));
    }
    symbol("(");
    List<ModelExpression> arguments = new ArrayList<>();
    while (!peek().text().equals(")")) {
      arguments.add(or());
      if (!peek().text().equals(")")) {
        symbol(",");
      }
    }
    symbol(")");
    if (arguments.size() != function.arguments()) {
      throw unreadable(
          name,
          "aleff." + name.text() + " got " + arguments.size() + " arguments",
          function.arguments() + " arguments",
          null);
    }
    return new ModelExpression.Call(name.text(), List.copyOf(arguments));
  }

  private ExpressionToken peek() {
    return tokens.get(next);
  }

  private boolean take(String text) {
    ExpressionToken token = peek();
    boolean found =
        token.text().equals(text)
            && (token.kind() == ExpressionToken.Kind.SYMBOL
                || token.kind() == ExpressionToken.Kind.NAME);
    if (found) {
      next++;
    }
    return found;
  }

  private void symbol(String text) {
    if (!take(text)) {
      throw unreadable(
          peek(), "\"" + peek().text() + "\" cannot stand here", "\"" + text + "\"", null);
    }
  }

  private ExpressionToken expect(ExpressionToken.Kind kind, String expected) {
    ExpressionToken token = peek();
    if (token.kind() != kind) {
      throw unreadable(token, "\"" + token.text() + "\" cannot stand here", expected, null);
    }
    next = Math.min(next + 1, tokens.size() - 1);
    return token;
  }

  private static String shortened(String text) {
    return text.length() > 80 ? text.substring(0, 80) + "…" : text;
  }

  static Unreadable unreadable(
      ExpressionToken at, String message, String expected, @Nullable String suggestion) {
    return new Unreadable(new Parsed.Invalid(at.offset(), message, expected, suggestion));
  }

  /** What came of reading. */
  public sealed interface Parsed {

    /** Readable. */
    record Valid(ModelExpression expression) implements Parsed {}

    /**
     * @param offset where in the text, from 0
     */
    record Invalid(int offset, String message, String expected, @Nullable String suggestion)
        implements Parsed {}
  }

  /** Leaves the recursive descent; never leaves this package. */
  static final class Unreadable extends RuntimeException {

    final transient Parsed.Invalid invalid;

    Unreadable(Parsed.Invalid invalid) {
      super(invalid.message(), null, false, false);
      this.invalid = invalid;
    }
  }
}
