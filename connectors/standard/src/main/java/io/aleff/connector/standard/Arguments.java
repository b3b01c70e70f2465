package io.aleff.connector.standard;

import io.aleff.definition.Suggestions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the arguments or settings of a call and collects everything that is wrong with them. */
public final class Arguments {

  private final ObjectNode node;
  private final List<String> problems = new ArrayList<>();

  /**
   * @param known every key that may be there
   */
  public Arguments(ObjectNode node, List<String> known) {
    this.node = node;
    for (String key : node.propertyNames()) {
      if (!known.contains(key)) {
        String nearest = Suggestions.nearest(key, known);
        problems.add(
            "%s is not known, expected %s.%s"
                .formatted(
                    key,
                    String.join(", ", known),
                    nearest == null ? "" : " Maybe " + nearest + "?"));
      }
    }
  }

  public boolean has(String key) {
    return node.has(key);
  }

  /** The text, or empty when it is absent or no text. */
  public String text(String key) {
    JsonNode value = node.path(key);
    if (value.isMissingNode()) {
      return "";
    }
    if (!value.isString()) {
      problems.add("%s is not text.".formatted(key));
      return "";
    }
    return value.asString();
  }

  public List<String> texts(String key) {
    JsonNode value = node.path(key);
    List<String> texts = new ArrayList<>();
    if (value.isMissingNode()) {
      return texts;
    }
    if (!value.isArray()) {
      problems.add("%s is not a list of texts.".formatted(key));
      return texts;
    }
    for (JsonNode each : value) {
      if (each.isString()) {
        texts.add(each.asString());
      } else {
        problems.add("%s[%d] is not text.".formatted(key, texts.size()));
      }
    }
    return texts;
  }

  public Map<String, String> pairs(String key) {
    JsonNode value = node.path(key);
    Map<String, String> pairs = new LinkedHashMap<>();
    if (value.isMissingNode()) {
      return pairs;
    }
    if (!value.isObject()) {
      problems.add("%s is not an object of texts.".formatted(key));
      return pairs;
    }
    for (Map.Entry<String, JsonNode> each : value.properties()) {
      if (each.getValue().isString()) {
        pairs.put(each.getKey(), each.getValue().asString());
      } else {
        problems.add("%s.%s is not text.".formatted(key, each.getKey()));
      }
    }
    return pairs;
  }

  public boolean flag(String key) {
    JsonNode value = node.path(key);
    if (!value.isMissingNode() && !value.isBoolean()) {
      problems.add("%s is not true or false.".formatted(key));
    }
    return value.asBoolean(false);
  }

  /** A whole number within the range, or {@code otherwise} when it is absent. */
  public int number(String key, int otherwise, int lowest, int highest) {
    JsonNode value = node.path(key);
    if (value.isMissingNode()) {
      return otherwise;
    }
    if (!value.isInt() || value.asInt() < lowest || value.asInt() > highest) {
      problems.add(
          "%s is %s, expected a whole number from %d to %d."
              .formatted(key, value, lowest, highest));
      return otherwise;
    }
    return value.asInt();
  }

  public void problem(String sentence) {
    problems.add(sentence);
  }

  /** What was found so far, one sentence each. */
  public List<String> problems() {
    return List.copyOf(problems);
  }
}
