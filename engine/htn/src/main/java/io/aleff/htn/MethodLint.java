package io.aleff.htn;

import io.aleff.definition.Diagnostic;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Methods that can never be taken or that try more than their author means. */
final class MethodLint {

  private final LowerBounds bounds;
  private final Findings findings;

  MethodLint(Domain domain, Findings findings) {
    this.bounds = new LowerBounds(domain);
    this.findings = findings;
  }

  void check(Task task) {
    for (Method method : task.methods()) {
      method.variables().forEach(variable -> variable(method, variable));
      contradiction(method);
      endless(task, method);
    }
    twins(task);
  }

  private void variable(Method method, Parameter variable) {
    Set<String> given = new HashSet<>();
    method.subtasks().forEach(s -> s.arguments().forEach(a -> given.add(a.toString())));
    if (given.contains(variable.name())) {
      return;
    }
    if (!names(method.precondition(), variable)) {
      add(
          "HTN-046",
          method,
          "never uses its variable \""
              + variable.name()
              + "\": it is tried once for each "
              + variable.type()
              + ".",
          "a condition or a subtask should name it");
    } else if (Formulas.conjuncts(method.precondition()).stream()
        .noneMatch(part -> part instanceof Formula.Atom && names(part, variable))) {
      add(
          "HTN-054",
          method,
          "finds no \""
              + variable.name()
              + "\" in a fact: each "
              + variable.type()
              + " is tried, and any that fits will do.",
          "exists says what is meant, or a fact should bind it");
    }
  }

  private static boolean names(Formula formula, Parameter variable) {
    return !Substitution.of(formula, Map.of(variable.name(), "\u0000")).equals(formula);
  }

  private void contradiction(Method method) {
    List<Formula> parts = Formulas.conjuncts(method.precondition());
    for (Formula part : parts) {
      if (part instanceof Formula.Not not && parts.contains(not.formula())) {
        add(
            "HTN-055",
            method,
            "can never be taken: it needs both " + not.formula() + " and " + not + ".",
            "one of the two belongs to another method");
        return;
      }
    }
  }

  /** Where every method is endless the task is (HTN-042). */
  private void endless(Task task, Method method) {
    if (bounds.of(method) != null || bounds.of(task.name()) == null) {
      return;
    }
    for (Subtask subtask : method.subtasks()) {
      if (bounds.of(subtask.task()) == null) {
        add(
            "HTN-056",
            method,
            "can never be carried out: \"" + subtask.task() + "\" never ends.",
            "\"" + subtask.task() + "\" should have a method that does not lead back to it");
        return;
      }
    }
  }

  /** Two methods with the same condition and the same subtasks. */
  private void twins(Task task) {
    for (int i = 0; i < task.methods().size(); i++) {
      Method later = task.methods().get(i);
      for (Method earlier : task.methods().subList(0, i)) {
        if (earlier.precondition().equals(later.precondition())
            && earlier.variables().equals(later.variables())
            && earlier.subtasks().equals(later.subtasks())) {
          add(
              "HTN-047",
              later,
              "is the same as \"" + earlier.name() + "\".",
              "their preconditions should differ, or one can go");
        }
      }
    }
  }

  private void add(String code, Method method, String what, String advice) {
    findings.add(
        Diagnostic.warning(code, method.location(), "The method \"" + method.name() + "\" " + what)
            .advising(advice));
  }
}
