package io.aleff.runtime.expression;

import io.aleff.runtime.expression.ModelExpression.Operator;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Computes the value of an expression from plain values only. */
public final class ExpressionEvaluator {

  private final Function<String, @Nullable Object> variables;
  private final Functions functions;

  /**
   * @param variables value of a variable by name; null when it is not set
   */
  public ExpressionEvaluator(Function<String, @Nullable Object> variables, Functions functions) {
    this.variables = variables;
    this.functions = functions;
  }

  /**
   * @return a string, number, truth value, date or null
   * @throws IllegalArgumentException when the values do not fit the operators
   */
  public @Nullable Object evaluate(ModelExpression expression) {
    return switch (expression) {
      case ModelExpression.Text(String value) -> value;
      case ModelExpression.Literal(Object value) -> value;
      case ModelExpression.Variable(String name) -> plain(name, variables.apply(name));
      case ModelExpression.Not(ModelExpression operand) -> !truth(operand);
      case ModelExpression.And(ModelExpression left, ModelExpression right) ->
          truth(left) && truth(right);
      case ModelExpression.Or(ModelExpression left, ModelExpression right) ->
          truth(left) || truth(right);
      case ModelExpression.Comparison comparison -> compare(comparison);
      case ModelExpression.Call(String name, List<ModelExpression> arguments) ->
          functions.call(name, arguments.stream().map(this::argument).toList());
    };
  }

  private Object argument(ModelExpression expression) {
    Object value = evaluate(expression);
    if (value == null) {
      throw new IllegalArgumentException("A function got no value for an argument.");
    }
    return value;
  }

  private boolean truth(ModelExpression operand) {
    Object value = evaluate(operand);
    if (value instanceof Boolean truth) {
      return truth;
    }
    throw new IllegalArgumentException(
        "A condition needs true or false, not "
            + (value == null ? "nothing" : "\"" + value + "\""));
  }

  private boolean compare(ModelExpression.Comparison comparison) {
    Object left = evaluate(comparison.left());
    Object right = evaluate(comparison.right());
    Operator operator = comparison.operator();
    if (operator == Operator.EQUAL || operator == Operator.NOT_EQUAL) {
      return equal(left, right) == (operator == Operator.EQUAL);
    }
    int order = number(left).compareTo(number(right));
    return switch (operator) {
      case LESS -> order < 0;
      case LESS_OR_EQUAL -> order <= 0;
      case GREATER -> order > 0;
      case GREATER_OR_EQUAL -> order >= 0;
      case EQUAL, NOT_EQUAL -> throw new IllegalStateException("Handled above.");
    };
  }

  private static boolean equal(@Nullable Object left, @Nullable Object right) {
    if (left instanceof Number && right instanceof Number) {
      return number(left).compareTo(number(right)) == 0;
    }
    return Objects.equals(left, right);
  }

  private static BigDecimal number(@Nullable Object value) {
    if (value instanceof BigDecimal decimal) {
      return decimal;
    }
    if (value instanceof Integer
        || value instanceof Long
        || value instanceof Short
        || value instanceof Double) {
      return new BigDecimal(value.toString());
    }
    throw new IllegalArgumentException("\"" + value + "\" is no number.");
  }

  private static @Nullable Object plain(String name, @Nullable Object value) {
    if (value == null
        || value instanceof String
        || value instanceof Number
        || value instanceof Boolean
        || value instanceof java.util.Date) {
      return value;
    }
    throw new IllegalArgumentException(
        "The variable \"" + name + "\" holds no plain value, so expressions cannot see it.");
  }

  /** Carries a function of the allow-list out. */
  @FunctionalInterface
  public interface Functions {
    @Nullable Object call(String name, List<Object> arguments);
  }
}
