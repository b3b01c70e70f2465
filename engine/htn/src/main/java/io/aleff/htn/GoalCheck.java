package io.aleff.htn;

import io.aleff.definition.Suggestions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whether a goal names a task and gives it fitting arguments. */
final class GoalCheck {

  private final PlanRequest request;

  GoalCheck(PlanRequest request) {
    this.request = request;
  }

  /** Null when the goal is well formed. */
  Planning.@Nullable Refused refusal() {
    Goal goal = request.goal();
    Task task = request.domain().tasks().get(goal.task());
    if (task == null) {
      String near = Suggestions.nearest(goal.task(), request.domain().tasks().keySet());
      return new Planning.Refused(
          "unknown-task",
          "There is no task \""
              + goal.task()
              + "\"."
              + (near == null ? "" : " Maybe \"" + near + "\"?"),
          List.of());
    }
    Universe objects = new Universe(request.domain(), request.state());
    for (Parameter parameter : task.parameters()) {
      String problem = problem(parameter, goal.arguments().get(parameter.name()), objects);
      if (problem != null) {
        return refused(problem);
      }
    }
    List<String> known = task.parameters().stream().map(Parameter::name).toList();
    for (String name : goal.arguments().keySet()) {
      if (!known.contains(name)) {
        return refused("\"" + goal.task() + "\" has no parameter \"" + name + "\".");
      }
    }
    return null;
  }

  private static @Nullable String problem(
      Parameter parameter, @Nullable String value, Universe objects) {
    if (value == null) {
      return "The parameter \"" + parameter.name() + "\" has no value.";
    }
    if (value.contains("${")) {
      return "The value of \"" + parameter.name() + "\" must not contain \"${\".";
    }
    if (!objects.fits(value, parameter.type())) {
      return "\""
          + value
          + "\" is no known value of type "
          + parameter.type()
          + " for \""
          + parameter.name()
          + "\".";
    }
    return null;
  }

  private static Planning.Refused refused(String message) {
    return new Planning.Refused("bad-argument", message, List.of());
  }

  Map<String, String> arguments() {
    return Planner.ordered(task().parameters(), request.goal().arguments());
  }

  Task task() {
    return Objects.requireNonNull(request.domain().tasks().get(request.goal().task()));
  }
}
