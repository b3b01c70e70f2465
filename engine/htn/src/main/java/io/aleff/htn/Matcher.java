package io.aleff.htn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the bindings of a method's variables that satisfy its precondition: an indexed join over
 * the facts it names, then the objects of each type for variables that no fact binds.
 */
final class Matcher {

  private final SearchState state;
  private final Universe objects;
  private final Evaluator evaluator;
  private final Budget budget;

  Matcher(SearchState state, Universe objects, Evaluator evaluator, Budget budget) {
    this.state = state;
    this.objects = objects;
    this.evaluator = evaluator;
    this.budget = budget;
  }

  /** All satisfying bindings, in a fixed order; cut short when the budget is used up. */
  List<Map<String, String>> solve(
      Formula formula, List<Parameter> variables, Map<String, String> binding) {
    if (variables.isEmpty()) {
      return evaluator.holds(formula, binding) ? List.of(binding) : List.of();
    }
    Set<Map<String, String>> found = new LinkedHashSet<>();
    join(Formulas.conjuncts(formula), variables, binding, found, formula);
    return new ArrayList<>(found);
  }

  /** Recursion is as deep as there are variables: each level binds at least one. */
  private void join(
      List<Formula> open,
      List<Parameter> unbound,
      Map<String, String> binding,
      Set<Map<String, String>> found,
      Formula whole) {
    if (budget.exhausted()) {
      return;
    }
    if (unbound.isEmpty()) {
      if (evaluator.holds(whole, binding)) {
        found.add(binding);
      }
      return;
    }
    Formula.Atom generator = cheapest(open, unbound, binding);
    if (generator == null) {
      enumerate(open, unbound, binding, found, whole);
      return;
    }
    List<Formula> rest = new ArrayList<>(open);
    rest.remove(generator);
    List<Fact> candidates =
        new ArrayList<>(
            state.candidates(generator.predicate(), known(generator, unbound, binding)));
    for (Fact fact : candidates) {
      Map<String, String> extended = unify(generator, fact, unbound, binding);
      if (extended != null) {
        budget.charge();
        join(rest, remaining(unbound, extended), extended, found, whole);
      }
    }
  }

  private void enumerate(
      List<Formula> open,
      List<Parameter> unbound,
      Map<String, String> binding,
      Set<Map<String, String>> found,
      Formula whole) {
    Parameter variable = unbound.getFirst();
    for (String value : objects.of(variable.type())) {
      Map<String, String> extended = new LinkedHashMap<>(binding);
      extended.put(variable.name(), value);
      budget.charge();
      join(open, unbound.subList(1, unbound.size()), extended, found, whole);
    }
  }

  private Formula.@Nullable Atom cheapest(
      List<Formula> open, List<Parameter> unbound, Map<String, String> binding) {
    Formula.Atom best = null;
    int least = Integer.MAX_VALUE;
    for (Formula part : open) {
      if (part instanceof Formula.Atom atom && mentions(atom, unbound)) {
        int size = state.candidates(atom.predicate(), known(atom, unbound, binding)).size();
        if (size < least) {
          least = size;
          best = atom;
        }
      }
    }
    return best;
  }

  private static boolean mentions(Formula.Atom atom, List<Parameter> unbound) {
    return atom.arguments().stream().anyMatch(argument -> typeIn(argument, unbound) != null);
  }

  private static @Nullable String typeIn(Term term, List<Parameter> unbound) {
    for (Parameter parameter : unbound) {
      if (term instanceof Term.Variable variable && variable.name().equals(parameter.name())) {
        return parameter.type();
      }
    }
    return null;
  }

  private static List<@Nullable String> known(
      Formula.Atom atom, List<Parameter> unbound, Map<String, String> binding) {
    List<@Nullable String> known = new ArrayList<>();
    for (Term argument : atom.arguments()) {
      known.add(typeIn(argument, unbound) == null ? argument.under(binding) : null);
    }
    return known;
  }

  private @Nullable Map<String, String> unify(
      Formula.Atom atom, Fact fact, List<Parameter> unbound, Map<String, String> binding) {
    Map<String, String> extended = new LinkedHashMap<>(binding);
    for (int i = 0; i < atom.arguments().size(); i++) {
      Term argument = atom.arguments().get(i);
      String value = fact.arguments().get(i);
      String type = typeIn(argument, unbound);
      if (type == null || extended.containsKey(argument.toString())) {
        if (!argument.under(extended).equals(value)) {
          return null;
        }
      } else if (objects.fits(value, type)) {
        extended.put(argument.toString(), value);
      } else {
        return null;
      }
    }
    return extended;
  }

  private static List<Parameter> remaining(List<Parameter> unbound, Map<String, String> binding) {
    return unbound.stream().filter(v -> !binding.containsKey(v.name())).toList();
  }
}
