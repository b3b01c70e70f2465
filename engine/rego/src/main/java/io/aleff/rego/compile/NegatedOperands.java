package io.aleff.rego.compile;

import io.aleff.rego.ast.Expr;
import io.aleff.rego.ast.Term;
import java.util.ArrayList;
import java.util.List;

/**
 * The operands of a negated expression that have to be defined for the negation to hold. OPA
 * computes them before the negation: {@code not f(input.x)} is undefined without {@code input.x},
 * but {@code not input.x == 1} holds.
 */
final class NegatedOperands {

  private NegatedOperands() {}

  static List<Term> of(Expr expr) {
    return switch (expr) {
      case Expr.Is is when is.term() instanceof Term.Call call -> {
        boolean equal = call.name().equals("equal");
        yield all(call.args(), !equal && !call.name().equals("print"));
      }
      case Expr.Is is -> all(List.of(is.term()), false);
      case Expr.Unify unify -> all(List.of(unify.left(), unify.right()), false);
      default -> List.of();
    };
  }

  /**
   * @param references whether whole references count, not only what they are indexed with
   */
  private static List<Term> all(List<Term> terms, boolean references) {
    List<Term> out = new ArrayList<>();
    for (Term term : terms) {
      if (term instanceof Term.Ref ref && !references) {
        out.addAll(all(List.of(ref.head()), true));
        out.addAll(all(ref.path(), true));
      } else if (!isPlain(term)) {
        out.add(term);
      }
    }
    return out;
  }

  /** Experimental {@code not { a and b }}: a body in the form of a set. */
  private static boolean isLogic(Term term) {
    return term instanceof Term.Logic
        || (term instanceof Term.SetTerm set
            && set.items().stream().anyMatch(NegatedOperands::isLogic));
  }

  private static boolean isPlain(Term term) {
    return term instanceof Term.Scalar
        || term instanceof Term.Var
        || term instanceof Term.Comprehension
        || term instanceof Term.Template
        || isLogic(term);
  }
}
