package io.aleff.rego.compile;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceLocation;
import io.aleff.rego.ast.Module;
import io.aleff.rego.ast.Rule;
import io.aleff.rego.ast.Term;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What OPA's strict mode refuses: names that are not used or hide others, deprecated built-ins. */
final class Strict {

  private static final String CODE = "rego_compile_error";
  private static final Set<String> DOCUMENTS = Set.of("input", "data");
  private static final Set<String> DEPRECATED =
      Set.of(
          "all",
          "any",
          "cast_array",
          "cast_boolean",
          "cast_null",
          "cast_object",
          "cast_set",
          "cast_string",
          "net.cidr_overlap",
          "re_match",
          "set_diff");

  private final List<Diagnostic> errors;

  private Strict(List<Diagnostic> errors) {
    this.errors = errors;
  }

  static void check(List<Module> modules, List<Diagnostic> errors) {
    Strict strict = new Strict(errors);
    modules.forEach(strict::module);
  }

  private void error(SourceLocation at, String message) {
    errors.add(Diagnostic.error(CODE, at, message));
  }

  private void module(Module module) {
    List<VarUses> uses = new ArrayList<>();
    for (Rule rule : module.rules()) {
      VarUses used = VarUses.of(rule);
      uses.add(used);
      rule(rule, used);
    }
    Map<String, Module.Import> known = new HashMap<>();
    for (Module.Import i : module.imports()) {
      Module.Import earlier = known.putIfAbsent(i.alias(), i);
      if (earlier != null) {
        error(i.location(), "import must not shadow import " + String.join(".", earlier.path()));
      } else if (uses.stream().allMatch(used -> used.times(i.alias()) == 0)) {
        error(i.location(), "import " + String.join(".", i.path()) + " unused");
      }
    }
  }

  private void rule(Rule rule, VarUses used) {
    if (DOCUMENTS.contains(rule.name())) {
      error(
          rule.location(), "rules must not shadow " + rule.name() + " (use a different rule name)");
    }
    used.assigned().forEach(v -> variable(v, used, "assigned var " + v.name() + " unused"));
    used.declared().forEach(v -> variable(v, used, "declared var " + v.name() + " unused"));
    arguments(rule, used);
    Set<String> old = new TreeSet<>();
    for (Term.Call call : used.calls()) {
      if (DEPRECATED.contains(call.name()) && old.add(call.name())) {
        error(call.location(), "deprecated built-in function calls in expression: " + call.name());
      }
    }
  }

  private void variable(Term.Var v, VarUses used, String unused) {
    if (DOCUMENTS.contains(v.name())) {
      error(
          v.location(),
          "variables must not shadow " + v.name() + " (use a different variable name)");
    } else if (used.times(v.name()) == 1
        && !v.name().startsWith("_")
        && !v.name().startsWith("$")) {
      error(v.location(), unused);
    }
  }

  private void arguments(Rule rule, VarUses used) {
    List<Term> args = rule.args();
    Set<String> seen = new HashSet<>();
    for (Term arg : args == null ? List.<Term>of() : args) {
      if (!(arg instanceof Term.Var v) || !seen.add(v.name()) || v.name().equals("_")) {
        continue;
      }
      if (DOCUMENTS.contains(v.name())) {
        error(
            v.location(), "args must not shadow " + v.name() + " (use a different variable name)");
      } else if (used.times(v.name()) == 1) {
        error(
            v.location(),
            "unused argument " + v.name() + ". (hint: use _ (wildcard variable) instead)");
      }
    }
  }
}
