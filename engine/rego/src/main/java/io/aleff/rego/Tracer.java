package io.aleff.rego;

import io.aleff.definition.SourceLocation;
import io.aleff.rego.value.Value;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hears what one evaluation does, in the thread of the evaluation. Evaluations without a tracer run
 * code in which none of this is compiled. Evaluations with one try every rule: rules are neither
 * skipped by their index nor left early; but see {@link Notes}.
 *
 * <p>Locations are those of the syntax tree: {@code Rule.location()} of a rule or an {@code else}
 * branch, {@code Literal.location()} of an expression.
 */
public interface Tracer {

  /** The named variables of an expression and the values they have at this moment. */
  interface Bindings {

    /** Bound variables by name, and paths of the input the expression reads, as written. */
    Map<String, Value> values();
  }

  /**
   * A rule or one of its {@code else} branches is tried.
   *
   * @param path for example {@code data.example.allow}
   */
  default void enterRule(String path, SourceLocation rule) {}

  /** The rule gives a value, or a member or an entry of a partial rule. */
  default void ruleValue(String path, SourceLocation rule, Value value) {}

  /** The rule is done, whether it gave a value or not. */
  default void leaveRule(String path, SourceLocation rule) {}

  /** A value computed earlier in this evaluation is used again; null when it was undefined. */
  default void reuse(String path, @Nullable Value value) {}

  /** An expression is about to be tried. */
  default void tryExpression(SourceLocation expression, Bindings bindings) {}

  /** The expression holds; heard once for each of its solutions. */
  default void holds(SourceLocation expression, Bindings bindings) {}

  /** The expression was tried and had no solution. */
  default void fails(SourceLocation expression, Bindings bindings) {}

  /** A built-in failed and made its expression undefined. */
  default void builtinError(SourceLocation call, String code, String message) {}

  /** The text of a call of {@code print} or {@code trace}. */
  default void note(SourceLocation call, String text) {}

  /** A tracer for {@link #note} only: the evaluation skips and leaves rules as it does without. */
  interface Notes extends Tracer {

    @Override
    void note(SourceLocation call, String text);
  }
}
