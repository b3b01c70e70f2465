package io.aleff.htn.hddl;

import io.aleff.htn.Subtask;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The lines that say what the subtasks are and in which order they come. */
record NetworkText(List<Subtask> subtasks, Formulas formulas) {

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    boolean chain = isChain();
    lines.add((chain ? ":ordered-subtasks" : ":subtasks") + " (and");
    for (Subtask subtask : subtasks) {
      lines.add(
          "  ("
              + subtask.id()
              + " ("
              + subtask.task()
              + formulas.terms(subtask.arguments())
              + "))");
    }
    lines.add(")");
    if (!chain && subtasks.stream().anyMatch(s -> !s.after().isEmpty())) {
      List<String> orders = new ArrayList<>();
      subtasks.forEach(s -> s.after().forEach(a -> orders.add("(< " + a + " " + s.id() + ")")));
      lines.add(":ordering (and " + String.join(" ", orders) + ")");
    }
    return lines;
  }

  /** Whether each subtask waits for the one before it. */
  private boolean isChain() {
    for (int i = 0; i < subtasks.size(); i++) {
      Set<String> wanted = i == 0 ? Set.of() : Set.of(subtasks.get(i - 1).id());
      if (!subtasks.get(i).after().equals(wanted)) {
        return false;
      }
    }
    return true;
  }
}
