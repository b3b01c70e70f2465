package io.aleff.htn;

import io.aleff.definition.Diagnostic;
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
  private final Findings findings;

  DomainLint(Domain domain, Findings findings) {
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
    NetworkLint.check(domain, findings);
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
        findings.warning(
            "HTN-041",
            action.location(),
            "No method uses the action \"" + action.name() + "\": it is unreachable.");
      }
    }
  }

  void endless() {
    LowerBounds bounds = new LowerBounds(domain);
    for (Task task : domain.tasks().values()) {
      if (bounds.of(task.name()) == null && !task.methods().isEmpty()) {
        findings.error(
            "HTN-042",
            task.location(),
            "Every method of \"" + task.name() + "\" leads back to it: it can never end.");
      }
    }
  }

  /** Methods that only hand over to one task, and in the end to the same one again. */
  void circular() {
    Map<String, List<String>> handOver = new HashMap<>();
    for (Task task : domain.tasks().values()) {
      List<String> next = new ArrayList<>();
      for (Method method : task.methods()) {
        if (method.subtasks().size() == 1) {
          next.add(method.subtasks().getFirst().task());
        }
      }
      handOver.put(task.name(), next);
    }
    for (Task task : domain.tasks().values()) {
      if (reaches(task.name(), handOver)) {
        findings.warning(
            "HTN-043",
            task.location(),
            "The task \"" + task.name() + "\" can lead back to itself without any action between.");
      }
    }
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
