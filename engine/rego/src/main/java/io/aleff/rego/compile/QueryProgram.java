package io.aleff.rego.compile;

import io.aleff.definition.Diagnostic;
import io.aleff.rego.eval.Emit;
import io.aleff.rego.eval.Node;
import io.aleff.rego.eval.RuleTree;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A query, ready to run.
 *
 * @param body a chain that ends in {@code Emit(0)}
 * @param variables the slots to report by name
 */
public record QueryProgram(
    Node body, int slots, int sinks, Map<String, Integer> variables, List<Diagnostic> errors) {

  static QueryProgram of(
      RuleTree tree, Lowering lowering, Scope scope, List<Ir.Stmt> stmts, List<Diagnostic> errors) {
    Generator generator = new Generator(tree, errors, lowering.names(), lowering.origins());
    Node body = generator.chain(stmts, new BitSet(), new Emit(0));
    return new QueryProgram(
        body,
        lowering.slots(),
        generator.sinks(),
        new TreeMap<>(scope.slots()),
        List.copyOf(errors));
  }
}
