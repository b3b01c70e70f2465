package io.aleff.htn;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The order of a method's subtasks. */
final class Orders {

  private Orders() {}

  /** The subtasks so that each comes after all that it waits for; otherwise as declared. */
  static List<Subtask> topological(Method method) {
    List<Subtask> waiting = new ArrayList<>(method.subtasks());
    List<Subtask> sorted = new ArrayList<>();
    Set<String> done = new HashSet<>();
    while (!waiting.isEmpty()) {
      int before = sorted.size();
      for (Subtask subtask : List.copyOf(waiting)) {
        if (done.containsAll(subtask.after())) {
          waiting.remove(subtask);
          sorted.add(subtask);
          done.add(subtask.id());
        }
      }
      if (sorted.size() == before) {
        throw new IllegalArgumentException("The order of method " + method.name() + " is cyclic.");
      }
    }
    return sorted;
  }
}
