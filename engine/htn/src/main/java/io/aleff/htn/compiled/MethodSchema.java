package io.aleff.htn.compiled;

import io.aleff.htn.relation.Query;
import java.util.BitSet;
import java.util.List;

/**
 * A way to carry out a task. Its first variables are the task's parameters.
 *
 * @param precondition as stated
 * @param implied the precondition and what its subtasks are known to need at that moment
 * @param subtasks in an order that respects {@code before}
 * @param before for each subtask the ones that must be over first, transitively closed
 * @param cost in thousandths
 */
public record MethodSchema(
    String name,
    int task,
    Query precondition,
    Query implied,
    List<Call> subtasks,
    List<BitSet> before,
    long cost) {

  public MethodSchema {
    subtasks = List.copyOf(subtasks);
    before = List.copyOf(before);
  }

  /** Whether its subtasks are totally ordered. */
  public boolean isTotal() {
    for (int i = 0; i < before.size(); i++) {
      if (before.get(i).cardinality() != i) {
        return false;
      }
    }
    return true;
  }

  MethodSchema implying(Query stronger) {
    return new MethodSchema(name, task, precondition, stronger, subtasks, before, cost);
  }
}
