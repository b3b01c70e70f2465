package io.aleff.htn.ground;

import java.util.BitSet;
import java.util.List;

/**
 * A ground problem with numbered facts, tasks and methods. Tasks below {@code actions} are
 * primitive. Negative preconditions speak about complementary facts, so all conditions are
 * positive. The arrays are never changed.
 */
public final class GroundProblem {

  /**
   * An effect that happens only under a condition on the state before the action. Of all effects
   * that happen, first come the deletes, then the adds, then the complements of what was added are
   * removed.
   */
  public static final class Conditional {
    public final int[] when;
    public final int[] deletes;
    public final int[] adds;
    public final int[] removes;

    Conditional(int[] when, int[] deletes, int[] adds, int[] removes) {
      this.when = when;
      this.deletes = deletes;
      this.adds = adds;
      this.removes = removes;
    }
  }

  public final int facts;
  public final int actions;
  public final int top;
  public final int[] init;

  /**
   * By action: facts it needs, deletes and adds. An action with conditional effects has all of its
   * effects among these.
   */
  public final int[][] needs;

  public final int[][] adds;
  public final int[][] deletes;
  public final Conditional[][] conditional;

  /** By method: its task, the facts it needs, its subtasks, their order (empty when total). */
  public final int[] methodTask;

  public final int[][] methodNeeds;
  public final int[][] subtasks;
  public final BitSet[][] before;

  /** By task: its methods. */
  public final int[][] methods;

  /** Where tasks and methods come from. */
  public final List<GroundTask> tasks;

  public final int[] methodNumber;

  GroundProblem(GroundDraft draft) {
    this.facts = draft.facts;
    this.actions = draft.actions;
    this.top = draft.top;
    this.init = draft.init;
    this.needs = draft.needs;
    this.adds = draft.adds;
    this.deletes = draft.deletes;
    this.conditional = draft.conditional;
    this.methodTask = draft.methodTask;
    this.methodNeeds = draft.methodNeeds;
    this.subtasks = draft.subtasks;
    this.before = draft.before;
    this.tasks = List.copyOf(draft.tasks);
    this.methodNumber = draft.methodNumber;
    this.methods = byTask();
  }

  private int[][] byTask() {
    int[] count = new int[tasks.size()];
    for (int task : methodTask) {
      count[task]++;
    }
    int[][] all = new int[tasks.size()][];
    for (int t = 0; t < all.length; t++) {
      all[t] = new int[count[t]];
    }
    for (int m = methodTask.length - 1; m >= 0; m--) {
      all[methodTask[m]][--count[methodTask[m]]] = m;
    }
    return all;
  }

  int size() {
    return tasks.size() + methodTask.length + facts;
  }

  public boolean isPrimitive(int task) {
    return task < actions;
  }

  /** Whether every method is totally ordered. */
  public boolean isTotallyOrdered() {
    for (BitSet[] order : before) {
      if (order.length > 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return facts
        + " facts, "
        + actions
        + " actions, "
        + (tasks.size() - actions)
        + " compound tasks, "
        + methodTask.length
        + " methods";
  }
}
