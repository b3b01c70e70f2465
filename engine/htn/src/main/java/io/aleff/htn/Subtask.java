package io.aleff.htn;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A task or action that a method asks for.
 *
 * @param id unique in the method
 * @param task name of a task or an action
 * @param arguments in the order of its parameters
 * @param after ids of the subtasks of the same method that must be over first
 * @param precondition must hold when this subtask starts
 * @param cost added when the method is chosen
 * @param priority null inherits
 */
public record Subtask(
    String id,
    String task,
    List<Term> arguments,
    Set<String> after,
    Formula precondition,
    Expression cost,
    @Nullable Priority priority) {

  public Subtask {
    arguments = List.copyOf(arguments);
  }
}
