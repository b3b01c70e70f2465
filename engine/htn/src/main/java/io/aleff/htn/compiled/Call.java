package io.aleff.htn.compiled;

import java.util.Arrays;
import java.util.List;

/** A subtask: a task with arguments, each a variable of the method or {@code ~object}. */
public final class Call {

  private final int task;
  private final int[] terms;
  private final int place;

  /**
   * @param task number of the task
   * @param place among the subtasks as they were declared; -1 for one that the compiler added
   */
  public Call(int task, List<Integer> arguments, int place) {
    this.task = task;
    this.terms = arguments.stream().mapToInt(Integer::intValue).toArray();
    this.place = place;
  }

  public int task() {
    return task;
  }

  public int place() {
    return place;
  }

  public List<Integer> arguments() {
    return Arrays.stream(terms).boxed().toList();
  }

  /** The same call with its variables replaced. */
  Call renamed(List<Integer> to) {
    return new Call(task, arguments().stream().map(t -> t >= 0 ? to.get(t) : t).toList(), place);
  }

  /** The arguments under a binding of the method's variables. */
  public int[] under(int[] binding) {
    int[] values = new int[terms.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = terms[i] >= 0 ? binding[terms[i]] : ~terms[i];
    }
    return values;
  }

  @Override
  public String toString() {
    return task + Arrays.toString(terms);
  }
}
