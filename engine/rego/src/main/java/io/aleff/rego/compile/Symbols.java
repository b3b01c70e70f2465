package io.aleff.rego.compile;

import io.aleff.definition.Suggestions;
import io.aleff.rego.CompileOptions;
import io.aleff.rego.SchemaSet;
import io.aleff.rego.ast.Module;
import io.aleff.rego.builtin.Builtin;
import io.aleff.rego.eval.Callee;
import io.aleff.rego.eval.RuleSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All names of a compilation: rules by package, functions, built-ins. */
final class Symbols {

  private final Map<String, Set<String>> rulesOfPackage = new HashMap<>();
  private final Map<String, RuleSet> functions = new HashMap<>();
  private final Map<String, Builtin> builtins;
  private final CompileOptions options;
  private final boolean traced;

  Symbols(Map<String, Builtin> builtins, CompileOptions options, boolean traced) {
    this.traced = traced;
    this.builtins = builtins;
    this.options = options;
  }

  boolean traced() {
    return traced;
  }

  /** Whether variables that are assigned and not used are errors. */
  boolean strict() {
    return options.strict();
  }

  /** Whether calls of built-ins that are not allowed compile; unless mocked they fail. */
  boolean mayReachOut() {
    return options.mockable();
  }

  @Nullable SchemaSet schemas() {
    return options.schemas();
  }

  void rule(Module module, String name) {
    rulesOfPackage.computeIfAbsent(module.dataPath(), p -> new HashSet<>()).add(name);
  }

  void function(RuleSet rules) {
    functions.put(rules.path(), rules);
  }

  boolean hasRule(String packagePath, String name) {
    return rulesOfPackage.getOrDefault(packagePath, Set.of()).contains(name);
  }

  /** A function by its full dotted name, or a built-in. */
  @Nullable Callee callee(String name) {
    RuleSet rules = functions.get(name);
    if (rules != null) {
      return new Callee.Function(rules);
    }
    Builtin builtin = builtins.get(name);
    return builtin == null ? null : new Callee.Native(builtin);
  }

  @Nullable String suggest(String name) {
    List<String> known = new ArrayList<>(builtins.keySet());
    known.addAll(functions.keySet());
    return Suggestions.nearest(name, known);
  }

  /** The names one file sees. */
  record View(Symbols symbols, String packagePath, Map<String, List<String>> imports) {

    static View of(Symbols symbols, Module module) {
      Map<String, List<String>> imports = new HashMap<>();
      module.imports().forEach(i -> imports.put(i.alias(), i.path()));
      return new View(symbols, module.dataPath(), imports);
    }

    /** The full path of a global name, or null when there is none. */
    @Nullable List<String> global(String name) {
      if (symbols.hasRule(packagePath, name)) {
        List<String> path = new ArrayList<>(List.of(packagePath.split("\\.", -1)));
        path.add(name);
        return path;
      }
      List<String> imported = imports.get(name);
      if (imported != null) {
        return imported;
      }
      return name.equals("input") || name.equals("data") ? List.of(name) : null;
    }

    /** The rule, import or document whose name is nearest, or null. */
    @Nullable String suggest(String name) {
      List<String> known = new ArrayList<>(List.of("input", "data"));
      known.addAll(imports.keySet());
      known.addAll(symbols.rulesOfPackage.getOrDefault(packagePath, Set.of()));
      return Suggestions.nearest(name, known);
    }

    /** What a dotted name calls. */
    @Nullable Callee callee(String name) {
      return symbols.callee(full(name));
    }

    /** A dotted name with its path under {@code data}, when its first part is known. */
    String full(String name) {
      int dot = name.indexOf('.');
      List<String> path = global(dot < 0 ? name : name.substring(0, dot));
      return path == null ? name : String.join(".", path) + (dot < 0 ? "" : name.substring(dot));
    }

    /**
     * The path of a rule of this package that is no function, which may be called without
     * arguments.
     */
    @Nullable List<String> rule(String name) {
      return symbols.hasRule(packagePath, name) && callee(name) == null ? global(name) : null;
    }
  }
}
