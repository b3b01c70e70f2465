package io.aleff.runtime.expression;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An expression of a process model. There is no member access, no method call and no bean. */
public sealed interface ModelExpression {

  /** Plain text, as it stands. */
  record Text(String value) implements ModelExpression {}

  /** A string, number, truth value or null. */
  record Literal(@Nullable Object value) implements ModelExpression {

    static Literal number(String digits) {
      return new Literal(new BigDecimal(digits));
    }
  }

  /** A process variable; null when it is not set. */
  record Variable(String name) implements ModelExpression {}

  /** Logical negation. */
  record Not(ModelExpression operand) implements ModelExpression {}

  /** All operands, left to right, until one is false. */
  record And(ModelExpression left, ModelExpression right) implements ModelExpression {}

  /** All operands, left to right, until one is true. */
  record Or(ModelExpression left, ModelExpression right) implements ModelExpression {}

  /** Equality of any values, order of numbers. */
  record Comparison(Operator operator, ModelExpression left, ModelExpression right)
      implements ModelExpression {}

  /**
   * A function of the allow-list.
   *
   * @param name without the {@code aleff.} in front
   */
  record Call(String name, List<ModelExpression> arguments) implements ModelExpression {}

  /** How two values are compared. */
  enum Operator {
    EQUAL,
    NOT_EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL
  }
}
