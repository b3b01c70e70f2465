package io.aleff.sandbox;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.aleff.connector.ConnectorCall;
import io.aleff.connector.ConnectorManifest;
import io.aleff.connector.ConnectorResult;
import io.aleff.connector.OutputSink;
import io.aleff.definition.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** A real sandbox for tests: builds calls and collects what comes out. */
final class Sandboxed implements AutoCloseable {

  final BubblewrapConnector connector;
  final Path workspace;
  final StringBuilder stdout = new StringBuilder();
  final StringBuilder stderr = new StringBuilder();
  final ObjectNode settings = Json.MAPPER.createObjectNode();
  final ObjectNode obligations = Json.MAPPER.createObjectNode();
  Duration timeout = Duration.ofSeconds(20);

  private Sandboxed(BubblewrapConnector connector, Path workspace) {
    this.connector = connector;
    this.workspace = workspace;
  }

  /** Skips the test, saying so in one line, where no sandbox can be had. */
  static Sandboxed open(Path workspace) {
    return open(new BubblewrapConnector(), workspace);
  }

  static Sandboxed open(BubblewrapConnector connector, Path workspace) {
    var availability = connector.availability();
    if (!availability.available()) {
      connector.close();
      System.err.println("SKIPPED, no sandbox can be had here: " + availability.reason());
    }
    assumeTrue(availability.available(), availability.reason());
    return new Sandboxed(connector, workspace);
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
            settings);
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
