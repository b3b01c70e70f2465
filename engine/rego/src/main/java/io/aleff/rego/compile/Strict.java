package io.aleff.rego.compile;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceLocation;
import io.aleff.rego.ast.Module;
import io.aleff.rego.ast.Rule;
import io.aleff.rego.ast.Term;
import io.aleff.rego.ast.Walk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Names that hide others, imports that are there twice and deprecated built-ins, which Rego v1
 * refuses; and in strict mode unused imports and parameters. Unused variables are found when rules
 * are compiled.
 */
final class Strict {

  private static final String COMPILE = "rego_compile_error";
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

  static void check(List<Module> modules, boolean strict, List<Diagnostic> errors) {
    Strict check = new Strict(errors);
    for (Module module : modules) {
      if (strict || module.v1()) {
        check.module(module, strict);
      }
    }
  }

  private void error(String code, SourceLocation at, String message) {
    errors.add(Diagnostic.error(code, at, message));
  }

  private void module(Module module, boolean strict) {
    List<VarUses> uses = new ArrayList<>();
    for (Rule rule : module.rules()) {
      VarUses used = VarUses.of(rule);
      uses.add(used);
      shadows(rule, used);
      deprecated(used);
      if (strict) {
        arguments(rule, used);
      }
    }
    Map<String, Module.Import> known = new HashMap<>();
    for (Module.Import i : module.imports()) {
      Module.Import earlier = known.putIfAbsent(i.alias(), i);
      if (strict && uses.stream().allMatch(used -> used.times(i.alias()) == 0)) {
        error(COMPILE, i.location(), "import " + text(i) + " unused");
      } else if (earlier != null) {
        error(COMPILE, i.location(), "import must not shadow import " + text(earlier));
      }
    }
  }

  private static String text(Module.Import i) {
    String path = String.join(".", i.path());
    return i.alias().equals(i.path().getLast()) ? path : path + " as " + i.alias();
  }

  private void shadows(Rule rule, VarUses used) {
    if (DOCUMENTS.contains(rule.name())) {
      error(
          COMPILE,
          rule.location(),
          "rules must not shadow " + rule.name() + " (use a different rule name)");
    }
    for (Term.Var v : used.assigned()) {
      shadows("variables", v);
    }
    for (Term arg : rule.args() == null ? List.<Term>of() : rule.args()) {
      if (arg instanceof Term.Var v) {
        shadows("args", v);
      }
    }
  }

  private void shadows(String what, Term.Var v) {
    if (DOCUMENTS.contains(v.name())) {
      error(
          COMPILE,
          v.location(),
          what + " must not shadow " + v.name() + " (use a different variable name)");
    }
  }

  private void deprecated(VarUses used) {
    Set<String> old = new TreeSet<>();
    for (Term.Call call : used.calls()) {
      if (DEPRECATED.contains(call.name()) && old.add(call.name())) {
        error(
            "rego_type_error",
            call.location(),
            "deprecated built-in function calls in expression: " + call.name());
      }
    }
  }

  private static boolean isPattern(Term term) {
    return term instanceof Term.ArrayTerm || term instanceof Term.ObjectTerm;
  }

  private void arguments(Rule rule, VarUses used) {
    Set<String> seen = new HashSet<>();
    List<Term> vars = new ArrayList<>();
    Walk walk =
        new Walk(literal -> {}, vars::add, term -> !(term instanceof Term.Var) && !isPattern(term));
    for (Term arg : rule.args() == null ? List.<Term>of() : rule.args()) {
      walk.term(arg);
    }
    for (Term arg : vars) {
      if (arg instanceof Term.Var v
          && seen.add(v.name())
          && !v.name().equals("_")
          && !DOCUMENTS.contains(v.name())
          && used.times(v.name()) == 1) {
        error(
            COMPILE,
            v.location(),
            "unused argument " + v.name() + ". (hint: use _ (wildcard variable) instead)");
      }
    }
  }
}
