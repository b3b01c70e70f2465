package io.aleff.rego.compile;

import io.aleff.definition.Diagnostic;
import io.aleff.rego.eval.RuleSet;
import io.aleff.rego.eval.RuleTree;
import java.util.List;

/** Finds rules below a rule whose value cannot contain them. */
final class Conflicts {

  private Conflicts() {}

  static void check(RuleTree node, String path, List<Diagnostic> errors) {
    RuleSet set = node.rules();
    if (set != null && set.kind() != RuleSet.Kind.OBJECT && !node.children().isEmpty()) {
      errors.add(
          Diagnostic.error(
              "rego_type_error",
              set.location(),
              "rule " + set.path() + " conflicts with what is defined below it"));
    }
    node.children().forEach((key, child) -> check(child, path + "." + key, errors));
  }
}
