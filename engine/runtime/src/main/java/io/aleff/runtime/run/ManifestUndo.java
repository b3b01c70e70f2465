package io.aleff.runtime.run;

import io.aleff.connector.ConnectorManifest;
import io.aleff.connector.ConnectorManifest.Operation;
import io.aleff.definition.Json;
import io.aleff.htn.Binding;
import io.aleff.runtime.port.DecisionRecord;
import io.aleff.runtime.port.Ports;
import io.aleff.runtime.port.StepRecord;
import io.aleff.runtime.release.LiveRelease;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a step is undone that says nothing about it itself: by the operation that the connector's
 * manifest names. Each argument of that operation is what the call gave back under the same name,
 * otherwise what the call was given.
 */
final class ManifestUndo {

  private ManifestUndo() {}

  /** Null when the manifest names no undoing operation. */
  static Binding.@Nullable OfConnector of(Ports ports, StepRecord done, LiveRelease release) {
    ConnectorManifest manifest = release.compiled().manifests().get(done.connector());
    Operation operation = manifest == null ? null : manifest.operations().get(done.operation());
    String name = operation == null ? null : operation.undo();
    Operation undo = manifest == null || name == null ? null : manifest.operations().get(name);
    if (undo == null) {
      return null;
    }
    JsonNode given = given(ports, done);
    ObjectNode input = Json.MAPPER.createObjectNode();
    for (Map.Entry<String, JsonNode> property : undo.input().path("properties").properties()) {
      String argument = property.getKey();
      JsonNode result = done.output() == null ? null : done.output().get(argument);
      JsonNode value = result == null ? given.get(argument) : result;
      if (value != null) {
        input.set(argument, value);
      }
    }
    return new Binding.OfConnector(done.connector(), undo.name(), input, Map.of());
  }

  /** The arguments that were decided about, so those that ran. */
  private static JsonNode given(Ports ports, StepRecord done) {
    String id = done.decisionId();
    DecisionRecord decision = id == null ? null : ports.decisions().find(done.tenant(), id);
    return decision == null
        ? Json.MAPPER.createObjectNode()
        : decision.decision().input().path("action").path("arguments");
  }
}
