package io.aleff.rego.compile;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceLocation;
import io.aleff.rego.eval.Callee;
import java.util.List;

/** Finds constant operands of a type the built-in can never take. */
final class OperandTypes {

  private OperandTypes() {}

  static void check(Callee callee, List<Ir.Term> args, SourceLocation at, List<Diagnostic> errors) {
    if (!(callee instanceof Callee.Native n)) {
      return;
    }
    boolean arithmetic =
        switch (n.builtin().name()) {
          case "plus", "mul", "div", "rem" -> true;
          default -> false;
        };
    for (int i = 0; arithmetic && i < args.size(); i++) {
      if (args.get(i) instanceof Ir.Const c && c.value().rank() != 2) {
        errors.add(
            Diagnostic.error(
                    "rego_type_error",
                    at,
                    n.builtin().name() + ": invalid argument(s): " + c.value().typeName())
                .expecting("number"));
      }
    }
  }
}
