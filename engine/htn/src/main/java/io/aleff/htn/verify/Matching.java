package io.aleff.htn.verify;

import io.aleff.htn.HierarchicalPlan;
import io.aleff.htn.Method;
import io.aleff.htn.Parameter;
import io.aleff.htn.Subtask;
import io.aleff.htn.Term;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The ways in which the children of a node can be the subtasks of its method. */
final class Matching {

  /**
   * One way.
   *
   * @param children ids in the order of the method's subtasks
   * @param binding of the method's variables, as far as the subtasks show them
   */
  record Way(List<Integer> children, Map<String, String> binding) {}

  private final Method method;
  private final PlanTree tree;
  private final World world;
  private final List<Integer> given;
  private final Map<String, String> types = new HashMap<>();

  Matching(Method method, List<Integer> given, PlanTree tree, World world) {
    this.method = method;
    this.given = given;
    this.tree = tree;
    this.world = world;
    for (Parameter variable : method.variables()) {
      types.put(variable.name(), variable.type());
    }
  }

  /** Tries the given order first; stops at the first way that is accepted. */
  boolean any(Map<String, String> binding, Predicate<Way> accepts) {
    return given.size() == method.subtasks().size()
        && next(0, new ArrayList<>(), new HashSet<>(), binding, accepts);
  }

  /** Recursion is as deep as the method has subtasks. */
  private boolean next(
      int at,
      List<Integer> chosen,
      Set<Integer> used,
      Map<String, String> binding,
      Predicate<Way> accepts) {
    if (at == given.size()) {
      return accepts.test(new Way(List.copyOf(chosen), binding));
    }
    for (int i = 0; i < given.size(); i++) {
      int child = given.get((at + i) % given.size());
      Map<String, String> extended = new HashMap<>(binding);
      if (!used.contains(child) && unifies(method.subtasks().get(at), child, extended)) {
        used.add(child);
        chosen.add(child);
        if (next(at + 1, chosen, used, extended, accepts)) {
          return true;
        }
        chosen.removeLast();
        used.remove(child);
      }
    }
    return false;
  }

  private boolean unifies(Subtask subtask, int child, Map<String, String> binding) {
    HierarchicalPlan.Step step = tree.steps.get(child);
    HierarchicalPlan.Decomposition task = tree.decompositions.get(child);
    String name = step != null ? step.action() : task == null ? "" : task.task();
    List<String> values =
        step != null ? step.arguments() : task == null ? List.of() : task.arguments();
    if (!name.equals(subtask.task()) || values.size() != subtask.arguments().size()) {
      return false;
    }
    for (int i = 0; i < values.size(); i++) {
      if (!unifies(subtask.arguments().get(i), values.get(i), binding)) {
        return false;
      }
    }
    return true;
  }

  private boolean unifies(Term term, String value, Map<String, String> binding) {
    return switch (term) {
      case Term.Constant constant -> constant.value().equals(value);
      case Term.Variable variable -> {
        String known = binding.putIfAbsent(variable.name(), value);
        String type = types.get(variable.name());
        yield known == null ? type == null || world.fits(value, type) : known.equals(value);
      }
    };
  }
}
