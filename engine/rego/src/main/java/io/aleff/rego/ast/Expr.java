package io.aleff.rego.ast;

import io.aleff.definition.SourceLocation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a literal says. */
public sealed interface Expr {

  SourceLocation location();

  /** A term that has to be defined and not false. */
  record Is(Term term, SourceLocation location) implements Expr {}

  /** {@code left := right}: declares the variables on the left. */
  record Assign(Term left, Term right, SourceLocation location) implements Expr {}

  /** {@code left = right}. */
  record Unify(Term left, Term right, SourceLocation location) implements Expr {}

  /** {@code some a, b}. */
  record SomeVars(List<Term.Var> vars, SourceLocation location) implements Expr {}

  /** {@code some k, v in domain}. */
  record SomeIn(@Nullable Term key, Term value, Term domain, SourceLocation location)
      implements Expr {}

  /** <code>every k, v in domain { body }</code>. */
  record Every(
      @Nullable Term key, Term value, Term domain, List<Literal> body, SourceLocation location)
      implements Expr {}
}
