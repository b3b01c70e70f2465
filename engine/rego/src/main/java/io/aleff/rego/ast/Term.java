package io.aleff.rego.ast;

import io.aleff.definition.SourceLocation;
import io.aleff.rego.value.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A term as written: names are not resolved yet. */
public sealed interface Term {

  SourceLocation location();

  /** A constant. */
  record Scalar(Value value, SourceLocation location) implements Term {}

  /** A name; {@code _} is a new variable wherever it is written. */
  record Var(String name, SourceLocation location) implements Term {}

  /** {@code head.a[b]}; the path is never empty. */
  record Ref(Term head, List<Term> path, SourceLocation location) implements Term {}

  /** A call of a built-in or a rule by its dotted name; infix operators are calls too. */
  record Call(String name, List<Term> args, SourceLocation location) implements Term {}

  /** {@code [a, b]}. */
  record ArrayTerm(List<Term> items, SourceLocation location) implements Term {}

  /** <code>{a, b}</code> or {@code set()}. */
  record SetTerm(List<Term> items, SourceLocation location) implements Term {}

  /** <code>{k: v}</code>. */
  record ObjectTerm(List<Entry> entries, SourceLocation location) implements Term {}

  /** One entry of an object term. */
  record Entry(Term key, Term value) {}

  /** A comprehension; only an object comprehension has a key. */
  record Comprehension(
      Kind kind, @Nullable Term key, Term head, List<Literal> body, SourceLocation location)
      implements Term {

    /** What a comprehension builds. */
    public enum Kind {
      ARRAY,
      SET,
      OBJECT
    }
  }

  /** An interpolated string; text parts are scalars, the others expressions. */
  record Template(List<Term> parts, SourceLocation location) implements Term {}

  /** Experimental {@code a and b}, {@code a or b}: succeeds or fails, evaluates what it must. */
  record Logic(
      boolean conjunction, List<Literal> left, List<Literal> right, SourceLocation location)
      implements Term {}
}
