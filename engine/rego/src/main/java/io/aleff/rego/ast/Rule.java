package io.aleff.rego.ast;

import io.aleff.definition.SourceLocation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule.
 *
 * @param ref the head: first the name as a scalar string, then the path
 * @param args the parameters of a function, null for other rules
 * @param member the element of a {@code contains} rule
 * @param value the value of the head; {@code true} when none is written
 * @param orElse the next branch, tried when this one is undefined
 */
public record Rule(
    boolean isDefault,
    List<Term> ref,
    @Nullable List<Term> args,
    @Nullable Term member,
    Term value,
    List<Literal> body,
    @Nullable Rule orElse,
    SourceLocation location) {

  /** The first name of the head. */
  public String name() {
    return ref.getFirst() instanceof Term.Scalar s ? textOf(s) : "";
  }

  private static String textOf(Term.Scalar scalar) {
    return scalar.value() instanceof io.aleff.rego.value.StringValue s ? s.value() : "";
  }
}
