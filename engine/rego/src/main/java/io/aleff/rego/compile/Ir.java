package io.aleff.rego.compile;

import io.aleff.definition.SourceLocation;
import io.aleff.rego.ast.Term.Comprehension.Kind;
import io.aleff.rego.eval.Callee;
import io.aleff.rego.value.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The program between syntax and nodes: names are slots or paths, nested iteration is pulled out.
 */
sealed interface Ir {

  /** A term. */
  sealed interface Term extends Ir {}

  /** A constant. */
  record Const(Value value) implements Term {}

  /** A variable of the rule. */
  record Slot(int index, String name, SourceLocation at) implements Term {}

  /** The input document. */
  record Input() implements Term {}

  /** All documents; only ever the head of a path. */
  record Data() implements Term {}

  /** A path into a term. */
  record Path(Term head, List<Term> keys, SourceLocation at) implements Term {}

  /** A call. */
  record Apply(Callee callee, List<Term> args, SourceLocation at) implements Term {}

  /** An array. */
  record Items(List<Term> items) implements Term {}

  /** A set. */
  record Members(List<Term> items) implements Term {}

  /** An object. */
  record Entries(List<Term> keys, List<Term> values) implements Term {}

  /**
   * A comprehension.
   *
   * @param firstOwn slots below this number belong to what is around it
   */
  record Closure(
      Kind kind, @Nullable Term key, Term head, List<Stmt> body, int firstOwn, SourceLocation at)
      implements Term {}

  /** An interpolated string. */
  record Template(List<Term> parts, SourceLocation at) implements Term {}

  /** A statement of a body. */
  sealed interface Stmt extends Ir {
    SourceLocation at();
  }

  /** Two terms unified. */
  record Eq(Term left, Term right, SourceLocation at) implements Stmt {}

  /** A term that has to hold. */
  record Is(Term term, SourceLocation at) implements Stmt {}

  /** A body without solution. */
  record Not(List<Stmt> body, int firstOwn, SourceLocation at) implements Stmt {}

  /** Either of two bodies. */
  record Either(List<Stmt> first, List<Stmt> second, int firstOwn, SourceLocation at)
      implements Stmt {}

  /** A body with replacements. */
  record With(List<Replace> replacements, List<Stmt> body, SourceLocation at) implements Stmt {}

  /** All elements fulfil a body; key and value are patterns over own slots. */
  record Every(Term domain, Term key, Term value, List<Stmt> body, int firstOwn, SourceLocation at)
      implements Stmt {}

  /** {@code print}: every argument a set of its values, so that an undefined one can be told. */
  record Print(List<Closure> args, SourceLocation at) implements Stmt {}

  /** A variable that was declared and has to be bound by something. */
  record Declared(Slot slot, SourceLocation at) implements Stmt {}

  /**
   * A replacement; exactly one of {@code value} and {@code callee} is present.
   *
   * @param function what is replaced, when it is a function
   */
  record Replace(
      Target target,
      List<Value> path,
      @Nullable Callee function,
      @Nullable Term value,
      @Nullable Callee callee)
      implements Ir {

    enum Target {
      INPUT,
      DATA,
      FUNCTION
    }
  }
}
