package io.aleff.rego.explain;

import io.aleff.rego.ast.Module;
import io.aleff.rego.ast.Rule;
import io.aleff.rego.ast.Term;
import io.aleff.rego.ast.Walk;
import io.aleff.rego.value.StringValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a decision reads, seen in the sources: paths of the input and of the base documents, and the
 * rules it goes through. A step that is only known when it runs is written {@code [_]} and ends the
 * path.
 *
 * @param base for example {@code input.user.role}, {@code data.roles}
 * @param rules for example {@code data.example.allow}
 */
public record Dependencies(SortedSet<String> base, SortedSet<String> rules) {

  private record Owned(Module module, Rule rule) {}

  /**
   * @param query a path, for example {@code data.example.allow} or {@code data.example}
   */
  public static Dependencies of(String query, Collection<Module> modules) {
    return new Search(modules).from(query);
  }

  private static final class Search {
    private final Map<String, List<Owned>> rules = new HashMap<>();
    private final SortedSet<String> base = new TreeSet<>();
    private final SortedSet<String> reached = new TreeSet<>();
    private final Deque<String> open = new ArrayDeque<>();

    Search(Collection<Module> modules) {
      for (Module module : modules) {
        for (Rule rule : module.rules()) {
          rules
              .computeIfAbsent(module.dataPath() + "." + rule.name(), n -> new ArrayList<>())
              .add(new Owned(module, rule));
        }
      }
    }

    Dependencies from(String query) {
      data(query);
      while (!open.isEmpty()) {
        rules.getOrDefault(open.remove(), List.of()).forEach(this::rule);
      }
      return new Dependencies(base, reached);
    }

    private void reach(String rule) {
      if (reached.add(rule)) {
        open.add(rule);
      }
    }

    /** A path under data: rules at it, above it or below it, or else a base document. */
    private void data(String path) {
      boolean found = false;
      for (String rule : rules.keySet()) {
        boolean below = rule.startsWith(path + ".");
        if (rule.equals(path)
            || path.startsWith(rule + ".")
            || path.startsWith(rule + "[")
            || below) {
          reach(rule);
          found = true;
        }
      }
      if (!found && !path.equals("data")) {
        base.add(path);
      }
    }

    private void rule(Owned owned) {
      Set<Term> inside = new HashSet<>();
      new Walk(literal -> {}, term -> term(owned.module, term, inside)).rule(owned.rule);
    }

    private void term(Module module, Term term, Set<Term> inside) {
      switch (term) {
        case Term.Ref ref when ref.head() instanceof Term.Var head -> {
          inside.add(head);
          path(module, head.name(), ref.path());
        }
        case Term.Var v when !inside.contains(v) -> path(module, v.name(), List.of());
        case Term.Call call -> call(module, call.name());
        default -> {}
      }
    }

    private void call(Module module, String name) {
      int dot = name.indexOf('.');
      String first = dot < 0 ? name : name.substring(0, dot);
      String full = resolve(module, first);
      if (full != null && full.startsWith("data.")) {
        data(full + (dot < 0 ? "" : name.substring(dot)));
      }
    }

    private void path(Module module, String head, List<Term> path) {
      String full = resolve(module, head);
      if (full == null) {
        return;
      }
      StringBuilder out = new StringBuilder(full);
      for (Term step : path) {
        if (step instanceof Term.Scalar s) {
          out.append(
              s.value() instanceof StringValue text ? "." + text.value() : "[" + s.value() + "]");
        } else {
          out.append("[_]");
          break;
        }
      }
      if (full.equals("input") || full.startsWith("input.")) {
        base.add(out.toString());
      } else {
        data(out.toString());
      }
    }

    private @org.jspecify.annotations.Nullable String resolve(Module module, String name) {
      if (name.equals("input") || name.equals("data")) {
        return name;
      }
      String own = module.dataPath() + "." + name;
      if (rules.containsKey(own)) {
        return own;
      }
      return module.imports().stream()
          .filter(i -> i.alias().equals(name))
          .map(i -> String.join(".", i.path()))
          .findFirst()
          .orElse(null);
    }
  }
}
