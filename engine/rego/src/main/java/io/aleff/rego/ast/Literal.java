package io.aleff.rego.ast;

import io.aleff.definition.SourceLocation;
import java.util.List;

/**
 * One line of a body.
 *
 * @param modifiers the {@code with} clauses, outermost first
 */
public record Literal(boolean negated, Expr expr, List<With> modifiers, SourceLocation location) {

  /** {@code with target as value}. */
  public record With(Term target, Term value, SourceLocation location) {}
}
