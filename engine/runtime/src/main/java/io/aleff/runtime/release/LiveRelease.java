package io.aleff.runtime.release;

import io.aleff.guardrail.Guardrails;
import java.util.Map;
import java.util.Objects;

/**
 * A release that runs use: compiled, its guardrails ready, its models deployed.
 *
 * @param keys key under which the engine knows a process, by process id
 */
public record LiveRelease(
    CompiledRelease compiled, Guardrails guardrails, Map<String, String> keys) {

  /** The engine's key of a process of this release. */
  public String key(String process) {
    return Objects.requireNonNull(
        keys.get(process), () -> "The release has no process \"" + process + "\".");
  }
}
