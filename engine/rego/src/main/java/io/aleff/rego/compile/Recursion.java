package io.aleff.rego.compile;

import io.aleff.definition.Diagnostic;
import io.aleff.rego.eval.Callee;
import io.aleff.rego.eval.RuleSet;
import io.aleff.rego.eval.RuleTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds rules that depend on themselves; Rego has no recursion. */
final class Recursion {

  private final Map<RuleSet, Set<RuleSet>> edges;
  private final Map<RuleSet, Boolean> done = new HashMap<>();
  private final List<RuleSet> path = new ArrayList<>();
  private final List<RuleSet> ordered = new ArrayList<>();
  private final List<Diagnostic> errors;

  private Recursion(Map<RuleSet, Set<RuleSet>> edges, List<Diagnostic> errors) {
    this.edges = edges;
    this.errors = errors;
  }

  /** All rules in an order in which those on which others depend come first. */
  static List<RuleSet> check(
      RuleTree tree, Map<RuleSet, List<Mentions>> mentions, List<Diagnostic> errors) {
    Map<RuleSet, Set<RuleSet>> edges = new LinkedHashMap<>();
    mentions.forEach(
        (set, all) -> {
          Set<RuleSet> out = new LinkedHashSet<>();
          for (Mentions mentioned : all) {
            mentioned.documents().forEach(p -> reach(tree, p.keys(), 0, out));
            mentioned
                .callees()
                .forEach(
                    callee -> {
                      if (callee instanceof Callee.Function f) {
                        out.add(f.rules());
                      }
                    });
          }
          edges.put(set, out);
        });
    Recursion recursion = new Recursion(edges, errors);
    edges.keySet().forEach(recursion::visit);
    return recursion.ordered;
  }

  /** All rules a path may read: a part that is not constant may be any child. */
  private static void reach(RuleTree node, List<Ir.Term> keys, int at, Set<RuleSet> out) {
    RuleSet set = node.rules();
    if (set != null) {
      out.add(set);
    }
    if (at < keys.size() && keys.get(at) instanceof Ir.Const c) {
      RuleTree child = node.child(c.value());
      if (child != null) {
        reach(child, keys, at + 1, out);
      }
      return;
    }
    node.children().values().forEach(child -> reach(child, keys, at + 1, out));
  }

  private void visit(RuleSet set) {
    Boolean state = done.get(set);
    if (state != null) {
      if (!state) {
        report(set);
      }
      return;
    }
    done.put(set, false);
    path.add(set);
    edges.getOrDefault(set, Set.of()).forEach(this::visit);
    path.removeLast();
    done.put(set, true);
    ordered.add(set);
  }

  private void report(RuleSet set) {
    List<RuleSet> cycle = path.subList(path.indexOf(set), path.size());
    StringBuilder text = new StringBuilder("rule " + set.path() + " is recursive: ");
    cycle.forEach(step -> text.append(step.path()).append(" -> "));
    errors.add(
        Diagnostic.error(
            "rego_recursion_error", set.location(), text.append(set.path()).toString()));
  }
}
