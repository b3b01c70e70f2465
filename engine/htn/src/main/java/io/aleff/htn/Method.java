package io.aleff.htn;

import io.aleff.definition.SourceLocation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One way to carry out a task.
 *
 * @param variables further variables, bound by any choice that satisfies the precondition
 * @param precondition must hold at a moment before the first subtask starts and after all that
 *     precedes the task
 * @param cost of choosing this method, on top of its actions; never below 0
 * @param priority of its steps unless a subtask says otherwise; null inherits
 * @param subtasks in order of declaration; their {@code after} is acyclic
 */
public record Method(
    String name,
    List<Parameter> variables,
    Formula precondition,
    Expression cost,
    @Nullable Priority priority,
    List<Subtask> subtasks,
    SourceLocation location) {

  public Method {
    variables = List.copyOf(variables);
    subtasks = List.copyOf(subtasks);
  }
}
