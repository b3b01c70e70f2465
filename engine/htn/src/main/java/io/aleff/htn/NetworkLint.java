package io.aleff.htn;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceLocation;
import io.aleff.definition.Suggestions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is legal in a task network of either language and will not do what its author hopes. */
public final class NetworkLint {

  private final Domain domain;
  private final @Nullable HtnProblem problem;
  private final Map<String, SourceLocation> declared;
  private final Findings findings;
  private final Set<String> read = new HashSet<>();
  private final Set<String> added = new HashSet<>();
  private final Set<String> written = new HashSet<>();

  private NetworkLint(
      Domain domain,
      @Nullable HtnProblem problem,
      Map<String, SourceLocation> declared,
      Findings findings) {
    this.domain = domain;
    this.problem = problem;
    this.declared = declared;
    this.findings = findings;
    names();
  }

  /**
   * All findings about a domain, by place.
   *
   * @param problem what it is used for; null when that is not known
   * @param declared where its predicates are declared
   */
  public static List<Diagnostic> check(
      Domain domain, @Nullable HtnProblem problem, Map<String, SourceLocation> declared) {
    Findings findings = new Findings();
    NetworkLint lint = new NetworkLint(domain, problem, declared, findings);
    lint.methods();
    lint.shared();
    if (problem != null) {
      lint.unreachable(problem.network());
      lint.impossible();
    }
    DomainLint recursion = new DomainLint(domain, findings);
    recursion.endless();
    recursion.circular();
    return findings.inOrder();
  }

  /** What both languages have in common and no problem is needed for. */
  static void check(Domain domain, Map<String, SourceLocation> declared, Findings findings) {
    new NetworkLint(domain, null, declared, findings).shared();
  }

  private void shared() {
    predicates();
    MethodLint methods = new MethodLint(domain, findings);
    domain.tasks().values().forEach(methods::check);
  }

  private void names() {
    for (Task task : domain.tasks().values()) {
      task.achieves().forEach(atom -> read.add(atom.predicate()));
      task.methods().forEach(this::names);
    }
    for (Action action : domain.actions().values()) {
      read.addAll(Mentions.in(action.precondition()));
      read.addAll(Mentions.read(action.effects()));
      written.addAll(Mentions.written(action.effects()));
      added(action.effects());
    }
    if (problem != null) {
      read.addAll(Mentions.in(problem.goal()));
      names(problem.network());
      problem.state().facts().forEach(fact -> added.add(fact.predicate()));
    }
  }

  private void names(Method method) {
    read.addAll(Mentions.in(method.precondition()));
    method.subtasks().forEach(s -> read.addAll(Mentions.in(s.precondition())));
    Formula costs = new Formula.Comparison(Formula.Comparator.EQUAL, method.cost(), method.cost());
    read.addAll(Mentions.in(costs));
  }

  private void added(List<Effect> effects) {
    for (Effect effect : effects) {
      switch (effect) {
        case Effect.Add add -> added.add(add.atom().predicate());
        case Effect.Conditional conditional -> added(conditional.effects());
        case Effect.ForAll all -> added(all.effects());
        case Effect.Delete ignored -> {}
        case Effect.Numeric ignored -> {}
      }
    }
  }

  private void methods() {
    for (Task task : domain.tasks().values()) {
      if (task.methods().isEmpty()) {
        findings.add(
            Diagnostic.warning(
                    "HTN-040", task.location(), "The task \"" + task.name() + "\" has no methods.")
                .advising("a method for it is missing")
                .maybe(Suggestions.nearest(task.name(), others(task.name()))));
      }
    }
  }

  private List<String> others(String name) {
    List<String> others = new ArrayList<>(domain.tasks().keySet());
    others.remove(name);
    return others;
  }

  private void predicates() {
    for (String predicate : domain.predicates().keySet()) {
      if (!read.contains(predicate) && !written.contains(predicate)) {
        findings.add(
            Diagnostic.warning(
                    "HTN-044",
                    place(predicate),
                    "Nothing uses the predicate \"" + predicate + "\".")
                .advising("it can go")
                .maybe(Suggestions.nearest(predicate, unknownOnes(predicate))));
      }
    }
    for (Action action : domain.actions().values()) {
      for (String name : Mentions.written(action.effects())) {
        if (!read.contains(name) && problem != null) {
          findings.add(
              Diagnostic.warning(
                      "HTN-045",
                      action.location(),
                      "\"" + action.name() + "\" changes \"" + name + "\", which nothing reads.")
                  .advising("a condition should ask for it")
                  .maybe(Suggestions.nearest(name, read)));
        }
      }
    }
  }

  private List<String> unknownOnes(String predicate) {
    List<String> others = new ArrayList<>(domain.predicates().keySet());
    others.remove(predicate);
    return others;
  }

  private SourceLocation place(String predicate) {
    return declared.getOrDefault(predicate, new SourceLocation(domain.name(), 1, 1));
  }

  private void unreachable(Method network) {
    Set<String> met = new LinkedHashSet<>();
    List<String> open = new ArrayList<>();
    network.subtasks().forEach(s -> open.add(s.task()));
    while (!open.isEmpty()) {
      Task task = domain.tasks().get(open.getLast());
      if (met.add(open.removeLast()) && task != null) {
        task.methods().forEach(m -> m.subtasks().forEach(s -> open.add(s.task())));
      }
    }
    for (Task task : domain.tasks().values()) {
      if (!met.contains(task.name())) {
        unreachable("task", task.name(), task.location());
      }
    }
    for (Action action : domain.actions().values()) {
      if (!met.contains(action.name())) {
        unreachable("action", action.name(), action.location());
      }
    }
  }

  private void unreachable(String kind, String name, SourceLocation place) {
    findings.add(
        Diagnostic.warning(
                "HTN-041",
                place,
                "The problem never asks for the " + kind + " \"" + name + "\": it is unreachable.")
            .advising("a method of the tasks in use should ask for it"));
  }

  /** Preconditions on facts that neither hold at first nor are ever brought about. */
  private void impossible() {
    for (Task task : domain.tasks().values()) {
      boolean any = task.methods().isEmpty();
      for (Method method : task.methods()) {
        String missing = missing(method.precondition());
        any |= missing == null;
        if (missing != null) {
          findings.add(
              Diagnostic.warning(
                      "HTN-048",
                      method.location(),
                      "The method \""
                          + method.name()
                          + "\" can never be taken: nothing brings about \""
                          + missing
                          + "\".")
                  .advising("a fact is missing in the initial state")
                  .advising("a fact is missing in the initial state")
                  .maybe(Suggestions.nearest(missing, added)));
        }
      }
      if (!any) {
        findings.add(
            Diagnostic.warning(
                    "HTN-049",
                    task.location(),
                    "No method of \"" + task.name() + "\" can ever be taken in this problem.")
                .advising("a fact is missing in the initial state"));
      }
    }
    for (Action action : domain.actions().values()) {
      String missing = missing(action.precondition());
      if (missing != null) {
        findings.add(
            Diagnostic.warning(
                    "HTN-048",
                    action.location(),
                    "The action \""
                        + action.name()
                        + "\" can never run: nothing brings about \""
                        + missing
                        + "\".")
                .maybe(Suggestions.nearest(missing, added)));
      }
    }
  }

  private @Nullable String missing(Formula formula) {
    for (Formula part : Formulas.conjuncts(formula)) {
      if (part instanceof Formula.Atom atom && !added.contains(atom.predicate())) {
        return atom.predicate();
      }
    }
    return null;
  }
}
