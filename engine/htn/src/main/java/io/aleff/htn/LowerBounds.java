package io.aleff.htn;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The least that any decomposition of a task can cost, whatever the state: the least fixed point of
 * "cheapest method plus its subtasks". Costs that depend on the state count as 0.
 */
final class LowerBounds {

  private final Map<String, BigDecimal> least = new HashMap<>();

  LowerBounds(Domain domain) {
    domain.actions().forEach((name, action) -> least.put(name, constant(action.cost())));
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Task task : domain.tasks().values()) {
        for (Method method : task.methods()) {
          changed |= improve(task.name(), of(method));
        }
      }
    }
  }

  /** Null when no decomposition ends. */
  @Nullable BigDecimal of(String taskOrAction) {
    return least.get(taskOrAction);
  }

  /** Null when one of the subtasks can never end. */
  @Nullable BigDecimal of(Method method) {
    BigDecimal sum = constant(method.cost());
    for (Subtask subtask : method.subtasks()) {
      BigDecimal part = least.get(subtask.task());
      if (part == null) {
        return null;
      }
      sum = sum.add(part).add(constant(subtask.cost()));
    }
    return sum;
  }

  private boolean improve(String task, @Nullable BigDecimal found) {
    BigDecimal known = least.get(task);
    if (found == null || (known != null && known.compareTo(found) <= 0)) {
      return false;
    }
    least.put(task, found);
    return true;
  }

  private static BigDecimal constant(Expression cost) {
    return cost instanceof Expression.Literal literal ? literal.value() : BigDecimal.ZERO;
  }
}
