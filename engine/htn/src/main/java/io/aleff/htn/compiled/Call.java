package io.aleff.htn.compiled;

import java.util.List;

/**
 * A subtask.
 *
 * @param task number of the task
 * @param arguments variables of the method, or {@code ~object}
 */
public record Call(int task, List<Integer> arguments) {

  public Call {
    arguments = List.copyOf(arguments);
  }

  /** The arguments under a binding of the method's variables. */
  public int[] under(int[] binding) {
    int[] values = new int[arguments.size()];
    for (int i = 0; i < values.length; i++) {
      int term = arguments.get(i);
      values[i] = term >= 0 ? binding[term] : ~term;
    }
    return values;
  }
}
