package io.aleff.htn;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A task network domain, free of dangling names. Immutable; maps keep the order of declaration.
 *
 * @param name of the first network that was read
 * @param constants type by name of the objects that exist in every world
 * @param predicates parameter types by predicate
 * @param functions parameter types by numeric function
 */
public record Domain(
    String name,
    Types types,
    Map<String, String> constants,
    Map<String, List<String>> predicates,
    Map<String, List<String>> functions,
    Map<String, Task> tasks,
    Map<String, Action> actions) {

  public Domain {
    constants = ordered(constants);
    predicates = ordered(predicates);
    functions = ordered(functions);
    tasks = ordered(tasks);
    actions = ordered(actions);
  }

  private static <T> Map<String, T> ordered(Map<String, T> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  /** The parameters of a task or an action; null when there is neither. */
  public @Nullable List<Parameter> parameters(String taskOrAction) {
    Task task = tasks.get(taskOrAction);
    if (task != null) {
      return task.parameters();
    }
    Action action = actions.get(taskOrAction);
    return action == null ? null : action.parameters();
  }
}
