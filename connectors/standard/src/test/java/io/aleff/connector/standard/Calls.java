package io.aleff.connector.standard;

import io.aleff.connector.ConnectorCall;
import io.aleff.connector.ConnectorManifest;
import io.aleff.connector.ConnectorResult;
import io.aleff.definition.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Builds calls for tests. */
public final class Calls {

  private Calls() {}

  public static ConnectorCall call(
      String kind,
      String operation,
      ObjectNode arguments,
      Path workspace,
      List<String> egress,
      ObjectNode settings) {
    ConnectorManifest manifest =
        new ConnectorManifest(
            kind,
            kind,
            "",
            Map.of(),
            egress,
            List.of(),
            new ConnectorManifest.Retry(1, Duration.ZERO, 1, Duration.ZERO, 0),
            new ConnectorManifest.CircuitBreaker(50, 10, Duration.ofSeconds(1)),
            settings);
    return new ConnectorCall(
        manifest,
        operation,
        arguments,
        Map.of(),
        workspace,
        "run-1/send",
        Duration.ofSeconds(3),
        object());
  }

  public static ObjectNode object() {
    return Json.MAPPER.createObjectNode();
  }

  public static ConnectorResult.Failed failed(ConnectorResult result) {
    if (result instanceof ConnectorResult.Failed failed) {
      return failed;
    }
    throw new AssertionError("Expected a failure: " + result);
  }

  public static ConnectorResult.Succeeded succeeded(ConnectorResult result) {
    if (result instanceof ConnectorResult.Succeeded succeeded) {
      return succeeded;
    }
    throw new AssertionError("Expected success: " + result);
  }
}
