package io.aleff.htn;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/** A numeric expression over the world state. */
public sealed interface Expression {

  /** The number zero. */
  Expression ZERO = new Literal(BigDecimal.ZERO);

  /** A constant number. */
  record Literal(BigDecimal value) implements Expression {
    @Override
    public String toString() {
      return value.toPlainString();
    }
  }

  /** A variable of type {@code number}. */
  record Value(Term.Variable variable) implements Expression {
    @Override
    public String toString() {
      return variable.name();
    }
  }

  /** A numeric fluent. */
  record Fluent(String function, List<Term> arguments) implements Expression {
    @Override
    public String toString() {
      return arguments.stream()
          .map(Term::toString)
          .collect(Collectors.joining(", ", function + "(", ")"));
    }
  }

  /** Two expressions combined. */
  record Arithmetic(Operator operator, Expression left, Expression right) implements Expression {
    @Override
    public String toString() {
      return "(" + left + " " + operator.sign + " " + right + ")";
    }
  }

  /** Division rounds to 10 decimals; by zero it is undefined. */
  enum Operator {
    PLUS("+"),
    MINUS("-"),
    TIMES("*"),
    DIVIDED("/");

    private final String sign;

    Operator(String sign) {
      this.sign = sign;
    }

    public String sign() {
      return sign;
    }
  }
}
