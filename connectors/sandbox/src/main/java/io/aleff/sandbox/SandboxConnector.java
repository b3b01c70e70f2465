package io.aleff.sandbox;

import io.aleff.connector.Connector;
import io.aleff.connector.ConnectorCall;
import io.aleff.connector.ConnectorResult;
import io.aleff.connector.OutputSink;
import io.aleff.connector.SandboxProfiles;
import io.aleff.definition.Json;
import io.aleff.sandbox.egress.EgressReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Runs programs in sandboxes, each operation by the profile of the release that it names: no
 * network but what is allowed, no environment of the engine, the workspace as the only writable
 * folder. Failures have the codes of {@link SandboxReport.Reason}; none is transient except a
 * refusal because every user id is in use.
 *
 * <p>What programs may reach of the network is read by {@link EgressReader}; nothing by default.
 *
 * <p>Settings of the manifest, and {@code limits} of the obligations (which can only lower them):
 * those of {@link SandboxLimits}.
 */
public final class SandboxConnector implements Connector, AutoCloseable {

  private final Sandboxes sandboxes;
  private final Function<String, Optional<String>> secrets;

  /**
   * @param secrets finds a secret by its name
   */
  public SandboxConnector(Sandboxes sandboxes, Function<String, Optional<String>> secrets) {
    this.sandboxes = sandboxes;
    this.secrets = secrets;
  }

  @Override
  public String kind() {
    return "sandbox";
  }

  @Override
  public ConnectorResult run(ConnectorCall call, OutputSink output) throws InterruptedException {
    SandboxProgram.Reading reading = SandboxProgram.read(call);
    List<String> problems = new ArrayList<>();
    SandboxProgram program =
        switch (reading) {
          case SandboxProgram.Reading.Ready ready -> ready.program();
          case SandboxProgram.Reading.Refused refused -> {
            problems.addAll(refused.problems());
            yield null;
          }
        };
    SandboxLimits.Reading limits = limits(call, program);
    problems.addAll(limits.problems());
    EgressReader.Reading egress =
        EgressReader.read(
            call.manifest().egress(),
            call.manifest().settings(),
            call.obligations(),
            call.manifest().secrets(),
            secrets);
    problems.addAll(egress.problems());
    Path workspace = call.workspace();
    if (workspace == null) {
      problems.add("The step has no workspace to run in.");
    }
    if (call.timeout().isNegative() || call.timeout().isZero()) {
      problems.add("The time limit is %s, expected more than zero.".formatted(call.timeout()));
    }
    if (program == null || workspace == null || !problems.isEmpty()) {
      return SandboxReport.refused(String.join(" ", problems), false).toResult();
    }
    SandboxOrder order =
        new SandboxOrder(program, limits.limits(), workspace, call.timeout(), egress.rules());
    return sandboxes.run(order, output).toResult();
  }

  private static SandboxLimits.Reading limits(
      ConnectorCall call, @Nullable SandboxProgram program) {
    ObjectNode settings = call.manifest().settings().deepCopy();
    settings.remove(SandboxProfiles.SETTING);
    settings.remove(EgressReader.SETTINGS);
    ObjectNode profile =
        program == null ? Json.MAPPER.createObjectNode() : program.profile().limits();
    return SandboxLimits.read(profile, settings, call.obligations());
  }

  /** Unavailable when no sandbox can start. */
  @Override
  public Availability availability() {
    List<String> problems = sandboxes.problems();
    return problems.isEmpty()
        ? new Availability(true, "")
        : new Availability(false, String.join(" ", problems));
  }

  @Override
  public List<Connector.Enforcement> enforcement() {
    return sandboxes.enforcement().stream()
        .map(each -> new Connector.Enforcement(each.limit(), each.level().words(), each.how()))
        .toList();
  }

  /** What the pool of waiting sandboxes did. */
  public PoolCounts pool() {
    return sandboxes.pool();
  }

  /** Ends every sandbox that still runs. */
  @Override
  public void close() {
    sandboxes.close();
  }
}
