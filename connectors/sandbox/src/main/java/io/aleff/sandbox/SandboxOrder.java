package io.aleff.sandbox;

import io.aleff.sandbox.egress.EgressRules;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One execution that is asked for.
 *
 * @param workspace an existing folder, the only one of the host that the program can write
 * @param timeout wall clock, more than zero
 * @param egress what it may reach of the network; null for nothing
 */
public record SandboxOrder(
    SandboxProgram program,
    SandboxLimits limits,
    Path workspace,
    Duration timeout,
    @Nullable EgressRules egress) {

  SandboxOrder with(SandboxProgram other) {
    return new SandboxOrder(other, limits, workspace, timeout, egress);
  }

  /** The same in another folder. */
  SandboxOrder in(Path other) {
    return new SandboxOrder(program, limits, other, timeout, egress);
  }

  /** What the program reaches, for people. */
  String network() {
    return egress == null
        ? "no network"
        : "network only by a proxy to "
            + String.join(", ", egress.hosts().stream().map(EgressRules.Host::host).toList());
  }
}
