package io.aleff.sandbox;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.aleff.connector.ConnectorCall;
import io.aleff.connector.ConnectorManifest;
import io.aleff.connector.ConnectorResult;
import io.aleff.connector.OutputSink;
import io.aleff.connector.SandboxProfile;
import io.aleff.connector.SandboxProfiles;
import io.aleff.definition.DefinitionBundle;
import io.aleff.definition.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** A real sandbox for tests: builds calls and collects what comes out. */
final class Sandboxed implements AutoCloseable {

  private static final Map<String, SandboxProfile> PROFILES = profiles();

  final SandboxConnector connector;
  final Path workspace;
  final StringBuilder stdout = new StringBuilder();
  final StringBuilder stderr = new StringBuilder();
  final ObjectNode settings = Json.MAPPER.createObjectNode();
  final ObjectNode obligations = Json.MAPPER.createObjectNode();
  Duration timeout = Duration.ofSeconds(20);

  private Sandboxed(SandboxConnector connector, Path workspace) {
    this.connector = connector;
    this.workspace = workspace;
  }

  /** Skips the test, saying so in one line, where no sandbox can be had. */
  static Sandboxed open(Path workspace) {
    return open(connector(Protections.ALL), workspace);
  }

  static Sandboxed open(SandboxConnector connector, Path workspace) {
    var availability = connector.availability();
    if (!availability.available()) {
      connector.close();
      System.err.println("SKIPPED, no sandbox can be had here: " + availability.reason());
    }
    assumeTrue(availability.available(), availability.reason());
    return new Sandboxed(connector, workspace);
  }

  static SandboxConnector connector(Protections protections) {
    return connector(
        new SandboxHost(
            SandboxConfiguration.standard(), HostTools.system(), UidRule.NEVER_ROOT, protections));
  }

  static SandboxConnector connector(SandboxHost host) {
    return new SandboxConnector(
        new Sandboxes(List.of(new Bubblewrap(host))), name -> Optional.empty());
  }

  /** Those that Aleff comes with. */
  static Map<String, SandboxProfile> profiles() {
    try {
      DefinitionBundle bundle =
          DefinitionBundle.ofClasspath(Sandboxed.class.getClassLoader(), "aleff/definitions");
      return SandboxProfiles.read(bundle.texts(SandboxProfiles.FOLDER, ".yaml")).profiles();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static SandboxProfile profile(String name) {
    return Objects.requireNonNull(PROFILES.get(name));
  }

  ConnectorResult python(String code) throws InterruptedException {
    return run("python", arguments(code));
  }

  ConnectorResult shell(String code) throws InterruptedException {
    return run("shell", arguments(code));
  }

  ConnectorResult run(String operation, ObjectNode arguments) throws InterruptedException {
    return run(operation, arguments, Map.of());
  }

  ConnectorResult run(String operation, ObjectNode arguments, Map<String, byte[]> files)
      throws InterruptedException {
    return connector.run(call(operation, arguments, files), this::collect);
  }

  ConnectorCall call(String operation, ObjectNode arguments, Map<String, byte[]> files) {
    ObjectNode all = settings.deepCopy();
    ObjectNode bound = all.putObject(SandboxProfiles.SETTING);
    PROFILES.forEach((name, profile) -> bound.set(name, profile.toJson()));
    ConnectorManifest manifest =
        new ConnectorManifest(
            "code",
            "sandbox",
            "",
            Map.of(),
            List.of(),
            List.of(),
            new ConnectorManifest.Retry(1, Duration.ZERO, 1, Duration.ZERO, 0),
            new ConnectorManifest.CircuitBreaker(50, 10, Duration.ofSeconds(1)),
            all);
    return new ConnectorCall(
        manifest, operation, arguments, files, workspace, "key", timeout, obligations);
  }

  static ObjectNode arguments(String code) {
    return Json.MAPPER.createObjectNode().put("code", code);
  }

  static ConnectorResult.Failed failed(ConnectorResult result) {
    if (result instanceof ConnectorResult.Failed failed) {
      return failed;
    }
    throw new AssertionError("Expected a failure: " + result);
  }

  static ConnectorResult.Succeeded succeeded(ConnectorResult result) {
    if (result instanceof ConnectorResult.Succeeded succeeded) {
      return succeeded;
    }
    throw new AssertionError("Expected success: " + result);
  }

  private synchronized void collect(OutputSink.Stream stream, String text) {
    (stream == OutputSink.Stream.STDOUT ? stdout : stderr).append(text);
  }

  @Override
  public void close() {
    connector.close();
  }
}
