package io.aleff.rego.compile;

import io.aleff.rego.ast.Literal;
import io.aleff.rego.ast.Module;
import io.aleff.rego.eval.RuleSet;
import io.aleff.rego.eval.RuleTree;
import java.util.List;

/** Compiled modules; immutable. */
public final class Program {

  private final RuleTree tree;
  private final List<RuleSet> sets;
  private final Symbols symbols;
  private final RuleTypes types;
  private final List<Module> modules;

  Program(
      RuleTree tree, List<RuleSet> sets, Symbols symbols, RuleTypes types, List<Module> modules) {
    this.tree = tree;
    this.sets = List.copyOf(sets);
    this.symbols = symbols;
    this.types = types;
    this.modules = List.copyOf(modules);
  }

  public RuleTree tree() {
    return tree;
  }

  public List<RuleSet> sets() {
    return sets;
  }

  public List<Module> modules() {
    return modules;
  }

  RuleTypes types() {
    return types;
  }

  Symbols symbols() {
    return symbols;
  }

  public QueryProgram query(List<Literal> body) {
    return Compiler.query(this, body);
  }
}
