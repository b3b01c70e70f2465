package io.aleff.sandbox;

import io.aleff.connector.Connector;
import io.aleff.connector.ConnectorCall;
import io.aleff.connector.ConnectorResult;
import io.aleff.connector.OutputSink;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs Python, shell and JavaScript in bubblewrap sandboxes: no network, no environment of the
 * engine, the workspace as the only writable folder. Failures have the codes {@code exit}, {@code
 * timeout}, {@code memory}, {@code output}, {@code disk} and {@code refused}; none is transient
 * except a refusal because every user id is in use.
 *
 * <p>Settings of the manifest, and {@code limits} of the obligations (which can only lower them):
 * {@code memoryMb}, {@code cpus}, {@code processes}, {@code childProcesses}, {@code outputMb},
 * {@code diskMb}, {@code fileMb}, {@code tmpMb}, {@code openFiles}, {@code files}.
 */
public final class BubblewrapConnector implements Connector, AutoCloseable {

  private final SandboxHost host;

  public BubblewrapConnector() {
    this(SandboxConfiguration.standard());
  }

  public BubblewrapConnector(SandboxConfiguration configuration) {
    this(new SandboxHost(configuration, HostTools.system(), UidRule.NEVER_ROOT));
  }

  BubblewrapConnector(SandboxHost host) {
    this.host = host;
  }

  @Override
  public String kind() {
    return "sandbox";
  }

  @Override
  public ConnectorResult run(ConnectorCall call, OutputSink output) throws InterruptedException {
    SandboxLimits.Reading limits =
        SandboxLimits.read(call.manifest().settings(), call.obligations());
    SandboxProgram.Reading reading = SandboxProgram.read(call);
    List<String> problems = new ArrayList<>(limits.problems());
    SandboxProgram program =
        switch (reading) {
          case SandboxProgram.Reading.Ready ready -> ready.program();
          case SandboxProgram.Reading.Refused refused -> {
            problems.addAll(refused.problems());
            yield null;
          }
        };
    checkPlace(call, program, problems);
    if (program == null || !problems.isEmpty()) {
      return SandboxOutcome.refused(String.join(" ", problems), false);
    }
    Availability availability = availability();
    if (!availability.available()) {
      return SandboxOutcome.refused(availability.reason(), false);
    }
    return new SandboxExecution(host, call, program, limits.limits(), output).run();
  }

  /**
   * Unavailable when no sandbox can start. When only a language is missing the sandbox is available
   * and the reason names the language.
   */
  @Override
  public Availability availability() {
    List<String> problems = host.problems();
    return problems.isEmpty()
        ? new Availability(true, String.join(" ", host.tools().missingLanguages()))
        : new Availability(false, String.join(" ", problems));
  }

  /** How each limit is enforced here, one line each, for people. */
  public List<String> enforcement() {
    return host.enforcement();
  }

  /** Ends every sandbox that still runs. */
  @Override
  public void close() {
    host.close();
  }

  private void checkPlace(
      ConnectorCall call, @Nullable SandboxProgram program, List<String> problems) {
    if (call.workspace() == null) {
      problems.add("The step has no workspace to run in.");
    }
    if (call.timeout().isNegative() || call.timeout().isZero()) {
      problems.add("The time limit is %s, expected more than zero.".formatted(call.timeout()));
    }
    if (program != null && program.language().interpreter(host.tools()).isEmpty()) {
      problems.add(
          "%s steps cannot run here: apt-get install %s."
              .formatted(program.language().operation(), program.language().debianPackage()));
    }
  }
}
