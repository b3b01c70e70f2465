package io.aleff.sandbox;

import io.aleff.connector.SandboxProfile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A session that is asked for.
 *
 * @param limits of the session as a whole; {@code outputMb} of each execution in it
 * @param workspace an existing folder, the session's own until that was closed
 * @param idle it ends when nothing was run for so long
 * @param oldest it ends at that age
 */
public record SessionOrder(
    SandboxProfile profile,
    SandboxLimits limits,
    Path workspace,
    Map<String, String> environment,
    Duration idle,
    Duration oldest) {

  public SessionOrder {
    environment = Map.copyOf(new LinkedHashMap<>(environment));
    if (!idle.isPositive() || !oldest.isPositive()) {
      throw new IllegalArgumentException("The times of a session are more than zero.");
    }
  }

  /** The program of no files that its sandbox is made for. */
  SandboxOrder asOrder() {
    SandboxProgram nothing =
        new SandboxProgram(profile, Map.of(), profile.source(), List.of(), "", environment);
    return new SandboxOrder(nothing, limits, workspace, oldest, null);
  }
}
