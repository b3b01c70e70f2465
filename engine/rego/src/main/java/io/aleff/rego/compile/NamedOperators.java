package io.aleff.rego.compile;

import io.aleff.rego.ast.Expr;
import io.aleff.rego.ast.Literal;
import io.aleff.rego.ast.Term;
import io.aleff.rego.eval.Callee;
import java.util.List;
import java.util.Set;

/**
 * {@code eq(a, b)} and {@code assign(a, b)}: the operators {@code =} and {@code :=} by their names.
 * They are statements, not functions.
 */
final class NamedOperators {

  static final Set<String> NAMES = Set.of("eq", "assign");

  private NamedOperators() {}

  /** Literals in which calls by name stand as operators. */
  static List<Literal> resolved(List<Literal> literals, Symbols.View names) {
    return literals.stream().anyMatch(literal -> isNamed(literal.expr(), names))
        ? literals.stream().map(literal -> resolved(literal, names)).toList()
        : literals;
  }

  private static boolean isNamed(Expr expr, Symbols.View names) {
    return expr instanceof Expr.Is is
        && is.term() instanceof Term.Call call
        && call.args().size() == 2
        && NAMES.contains(call.name())
        && names.callee(call.name()) instanceof Callee.Native;
  }

  private static Literal resolved(Literal literal, Symbols.View names) {
    return new Literal(
        literal.negated(),
        resolved(literal.expr(), names),
        literal.modifiers(),
        literal.location());
  }

  private static Expr resolved(Expr expr, Symbols.View names) {
    if (!(isNamed(expr, names)
        && expr instanceof Expr.Is is
        && is.term() instanceof Term.Call call)) {
      return expr;
    }
    Term left = call.args().getFirst();
    Term right = call.args().getLast();
    return call.name().equals("eq")
        ? new Expr.Unify(left, right, expr.location())
        : new Expr.Assign(left, right, expr.location());
  }
}
