package io.aleff.htn;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceLocation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is legal to write but will not do what the author hopes. */
final class DomainLint {

  private final Domain domain;
  private final Map<String, SourceLocation> declared;
  private final Findings findings;

  DomainLint(Domain domain, Findings findings) {
    this(domain, Map.of(), findings);
  }

  /**
   * @param declared where predicates are declared
   */
  DomainLint(Domain domain, Map<String, SourceLocation> declared, Findings findings) {
    this.declared = declared;
    this.domain = domain;
    this.findings = findings;
  }

  void check() {
    Set<String> used = new HashSet<>();
    for (Task task : domain.tasks().values()) {
      for (Method method : task.methods()) {
        for (Subtask subtask : method.subtasks()) {
          if (!subtask.task().equals(task.name())) {
            used.add(subtask.task());
          }
        }
      }
    }
    unused(used);
    endless();
    circular();
    NetworkLint.check(domain, declared, findings);
  }

  private void unused(Set<String> used) {
    for (Task task : domain.tasks().values()) {
      if (!used.contains(task.name()) && task.phrases().isEmpty()) {
        findings.add(
            Diagnostic.warning(
                    "HTN-051",
                    task.location(),
                    "No method uses the task \"" + task.name() + "\", and no phrase asks for it.")
                .expecting("phrases: goals in words by language"));
      }
    }
    for (Action action : domain.actions().values()) {
      if (!used.contains(action.name())) {
        findings.add(
            Diagnostic.warning(
                    "HTN-041",
                    action.location(),
                    "No method uses the action \"" + action.name() + "\": it is unreachable.")
                .advising("a method should ask for it, or it can go"));
      }
    }
  }

  void endless() {
    LowerBounds bounds = new LowerBounds(domain);
    for (Task task : domain.tasks().values()) {
      if (bounds.of(task.name()) == null && !task.methods().isEmpty()) {
        findings.add(
            Diagnostic.error(
                    "HTN-042",
                    task.location(),
                    "Every method of \"" + task.name() + "\" leads back to it: it can never end.")
                .advising("a method for the case that all is done is missing"));
      }
    }
  }

  /** Tasks that lead back to themselves although nothing need be done on the way. */
  void circular() {
    Set<String> idle = idle();
    Map<String, List<String>> handOver = new HashMap<>();
    for (Task task : domain.tasks().values()) {
      List<String> next = new ArrayList<>();
      for (Method method : task.methods()) {
        for (Subtask subtask : method.subtasks()) {
          boolean alone =
              method.subtasks().stream()
                  .allMatch(other -> other.equals(subtask) || idle.contains(other.task()));
          if (alone) {
            next.add(subtask.task());
          }
        }
      }
      handOver.put(task.name(), next);
    }
    for (Task task : domain.tasks().values()) {
      if (reaches(task.name(), handOver)) {
        findings.add(
            Diagnostic.warning(
                    "HTN-043",
                    task.location(),
                    "The task \""
                        + task.name()
                        + "\" can lead back to itself without any action between.")
                .advising("an action before it would make progress"));
      }
    }
  }

  /** Tasks that can be carried out without any action. */
  private Set<String> idle() {
    Set<String> idle = new HashSet<>();
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Task task : domain.tasks().values()) {
        boolean nothing =
            task.methods().stream()
                .anyMatch(m -> m.subtasks().stream().allMatch(s -> idle.contains(s.task())));
        changed |= nothing && idle.add(task.name());
      }
    }
    return idle;
  }

  private static boolean reaches(String start, Map<String, List<String>> edges) {
    Set<String> seen = new HashSet<>();
    List<@Nullable String> open = new ArrayList<>(edges.getOrDefault(start, List.of()));
    while (!open.isEmpty()) {
      String here = open.removeLast();
      if (start.equals(here)) {
        return true;
      }
      if (here != null && seen.add(here)) {
        open.addAll(edges.getOrDefault(here, List.of()));
      }
    }
    return false;
  }
}
