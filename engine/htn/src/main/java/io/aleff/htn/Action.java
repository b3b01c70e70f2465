package io.aleff.htn;

import io.aleff.definition.Reversibility;
import io.aleff.definition.SourceLocation;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A primitive task that is carried out in the world.
 *
 * @param cost never below 0
 * @param reversibility null leaves it to the connector's manifest
 * @param run null when the action only changes the world state
 * @param undo null when nothing undoes it beyond the workspace
 */
public record Action(
    String name,
    @Nullable String description,
    List<Parameter> parameters,
    Formula precondition,
    List<Effect> effects,
    Expression cost,
    Duration duration,
    @Nullable Reversibility reversibility,
    @Nullable Binding run,
    @Nullable Binding undo,
    SourceLocation location) {

  public Action {
    parameters = List.copyOf(parameters);
    effects = List.copyOf(effects);
  }
}
