package io.aleff.htn;

import io.aleff.definition.Reversibility;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One ground action of a plan.
 *
 * @param id unique in the run: {@code s1}, {@code s2}, …; kept when a later plan keeps the step
 * @param label the subtask's key in the method that asked for it, for people
 * @param action name of the action
 * @param arguments by parameter name, in the order of declaration
 * @param after ids of the steps that must have finished first (transitively reduced)
 * @param reversibility what the task network says; null leaves it to the connector's manifest
 * @param run null for an action that only changes the world state
 * @param undo null when nothing undoes it beyond the workspace
 * @param add facts that hold afterwards
 * @param delete facts that no longer hold afterwards (deletes come before adds)
 * @param numbers numeric fluents set afterwards
 */
public record PlanStep(
    String id,
    String label,
    String action,
    Map<String, String> arguments,
    List<String> after,
    Priority priority,
    BigDecimal cost,
    Duration duration,
    @Nullable Reversibility reversibility,
    @Nullable Binding run,
    @Nullable Binding undo,
    Set<Fact> add,
    Set<Fact> delete,
    Map<Fact, BigDecimal> numbers) {

  /** What identifies the same action with the same arguments in another plan. */
  public GroundAction groundAction() {
    return new GroundAction(action, List.copyOf(arguments.values()));
  }
}
