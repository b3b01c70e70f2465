package io.aleff.guardrail.drl;

import java.util.List;

/** An expression of a rule, as far as rules may have expressions. */
sealed interface Expr {

  record Text(String value) implements Expr {}

  /** Digits with an optional fraction; never a suffix or an exponent. */
  record Numeral(String digits) implements Expr {}

  record Truth(boolean value) implements Expr {}

  record Null() implements Expr {}

  /** A property of the pattern around it. */
  record Own(String property) implements Expr {}

  record Variable(String name) implements Expr {}

  record Property(Variable of, String name) implements Expr {}

  record Call(Expr on, String method, List<Expr> arguments) implements Expr {}

  /**
   * @param operator one of {@code || && == != < <= > >= + - * / %} or a word operator such as
   *     {@code not matches} or {@code str[startsWith]}
   */
  record Binary(String operator, Expr left, Expr right) implements Expr {}

  record In(Expr value, boolean negated, List<Expr> options) implements Expr {}

  record Not(Expr of) implements Expr {}

  record Minus(Expr of) implements Expr {}
}
