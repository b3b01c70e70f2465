package io.aleff.guardrail.drl;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands before {@code then}. */
sealed interface Condition {

  record All(List<Condition> of) implements Condition {}

  record Any(List<Condition> of) implements Condition {}

  record None(Condition of) implements Condition {}

  record Exists(Condition of) implements Condition {}

  record Pattern(@Nullable String variable, String type, List<Constraint> constraints)
      implements Condition {}

  /** {@code accumulate(source; functions; constraints)} with built-in functions only. */
  record Accumulate(Condition source, List<Function> functions, List<Constraint> constraints)
      implements Condition {}

  /** {@code $variable : expression}; a plain test when there is no variable. */
  record Constraint(@Nullable String variable, Expr expression) {}

  record Function(String variable, String name, Expr argument) {}
}
