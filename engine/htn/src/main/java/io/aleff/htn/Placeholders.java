package io.aleff.htn;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Fills the parameters of a step into its binding; what the runtime fills in stays as it is. */
final class Placeholders {

  static final Pattern PATTERN = Pattern.compile("\\$\\{([^{}]*)}");

  private final Map<String, String> values;

  Placeholders(Map<String, String> values) {
    this.values = values;
  }

  @Nullable Binding fill(@Nullable Binding binding) {
    return switch (binding) {
      case null -> null;
      case Binding.OfConnector c ->
          new Binding.OfConnector(
              c.connector(),
              c.operation(),
              (ObjectNode) fill(c.input()),
              fill(c.output()),
              fill(c.repair()));
      case Binding.OfProcess p -> new Binding.OfProcess(p.process(), (ObjectNode) fill(p.input()));
    };
  }

  private @Nullable RepairLoop fill(@Nullable RepairLoop repair) {
    return repair == null
        ? null
        : new RepairLoop(
            repair.attempts(),
            repair.within(),
            repair.strategies().stream()
                .map(
                    each ->
                        new RepairLoop.Strategy(
                            each.name(),
                            each.connector(),
                            each.operation(),
                            (ObjectNode) fill(each.input()),
                            each.model(),
                            each.location()))
                .toList());
  }

  private Map<String, String> fill(Map<String, String> texts) {
    Map<String, String> filled = new LinkedHashMap<>();
    texts.forEach((key, text) -> filled.put(key, fill(text)));
    return filled;
  }

  private JsonNode fill(JsonNode node) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    return switch (node.getNodeType()) {
      case OBJECT -> {
        ObjectNode object = json.objectNode();
        node.properties().forEach(e -> object.set(fill(e.getKey()), fill(e.getValue())));
        yield object;
      }
      case ARRAY -> {
        ArrayNode array = json.arrayNode();
        node.forEach(item -> array.add(fill(item)));
        yield array;
      }
      case STRING -> json.stringNode(fill(node.stringValue()));
      default -> node;
    };
  }

  private String fill(String text) {
    return PATTERN
        .matcher(text)
        .replaceAll(
            found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), found.group())));
  }
}
