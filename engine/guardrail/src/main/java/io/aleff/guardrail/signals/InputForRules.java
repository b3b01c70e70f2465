package io.aleff.guardrail.signals;

import io.aleff.definition.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The input without the code's text, of which rules see only the length. */
final class InputForRules {

  private InputForRules() {}

  static ObjectNode of(ObjectNode input) {
    JsonNode code = input.path("action").path("code");
    if (!code.isArray() || code.isEmpty()) {
      return input;
    }
    ObjectNode slim = Json.MAPPER.createObjectNode();
    input.properties().forEach(e -> slim.set(e.getKey(), e.getValue()));
    ObjectNode action = slim.putObject("action");
    input.get("action").properties().forEach(e -> action.set(e.getKey(), e.getValue()));
    ArrayNode lengths = action.putArray("code");
    code.forEach(c -> lengths.addObject().put("length", c.path("text").asString("").length()));
    return slim;
  }
}
