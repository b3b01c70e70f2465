package io.aleff.runtime.action;

import io.aleff.definition.Json;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Replaces {@code ${failure.…}}, {@code ${run.…}} and {@code ${output.…}} in arguments. */
final class Placeholders {

  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\{((?:failure|run|goal|output)\\.[A-Za-z0-9_.-]+)}");

  private final Map<String, String> values;

  Placeholders(Map<String, String> values) {
    this.values = values;
  }

  /**
   * @throws UnresolvedException for a reference to something that does not exist
   */
  ObjectNode replace(ObjectNode node) throws UnresolvedException {
    ObjectNode copy = Json.MAPPER.createObjectNode();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      copy.set(entry.getKey(), any(entry.getValue()));
    }
    return copy;
  }

  private JsonNode any(JsonNode node) throws UnresolvedException {
    if (node instanceof ObjectNode object) {
      return replace(object);
    }
    if (node instanceof ArrayNode array) {
      ArrayNode copy = Json.MAPPER.createArrayNode();
      for (JsonNode element : array) {
        copy.add(any(element));
      }
      return copy;
    }
    return node.isString() ? text(node) : node;
  }

  private JsonNode text(JsonNode node) throws UnresolvedException {
    Matcher matcher = REFERENCE.matcher(node.stringValue());
    StringBuilder out = new StringBuilder();
    while (matcher.find()) {
      String name = matcher.group(1);
      String value = values.get(name);
      if (value == null) {
        throw new UnresolvedException(
            "Nothing is known under ${" + name + "}; known are " + new TreeSet<>(values.keySet()));
      }
      matcher.appendReplacement(out, Matcher.quoteReplacement(value));
    }
    matcher.appendTail(out);
    return Json.MAPPER.getNodeFactory().stringNode(out.toString());
  }
}
