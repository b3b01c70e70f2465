package io.aleff.connector;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The fields of one element template. */
final class TemplateProperties {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String GROUP = "arguments";

  private final ArrayNode properties = JSON.arrayNode();

  ArrayNode toJson() {
    return properties;
  }

  ArrayNode groups() {
    ArrayNode groups = JSON.arrayNode();
    groups.addObject().put("id", GROUP).put("label", "Arguments");
    return groups;
  }

  void hidden(String name, String value) {
    ObjectNode property = properties.addObject().put("type", "Hidden").put("value", value);
    property.putObject("binding").put("type", "property").put("name", name);
  }

  void hiddenIn(String target, String value) {
    in(properties.addObject().put("type", "Hidden").put("value", value), target);
  }

  private static void in(ObjectNode property, String target) {
    property
        .putObject("binding")
        .put("type", "camunda:in")
        .put("target", target)
        .put("expression", true);
  }

  /**
   * @param input JSON Schema of the operation's arguments
   */
  void arguments(JsonNode input) {
    Set<String> required = new HashSet<>();
    input.path("required").forEach(name -> required.add(name.asString("")));
    input
        .path("properties")
        .properties()
        .forEach(
            entry -> argument(entry.getKey(), entry.getValue(), required.contains(entry.getKey())));
  }

  private void argument(String name, JsonNode schema, boolean required) {
    ObjectNode property = properties.addObject();
    property.put("label", schema.path("title").asString(label(name)));
    String description = description(schema);
    if (!description.isEmpty()) {
      property.put("description", description);
    }
    String type = type(schema);
    property.put("type", type).put("group", GROUP);
    value(property, type, schema, required);
    in(property, ElementTemplates.ARGUMENT_PREFIX + name);
    constraints(property, type, schema, required);
  }

  /** Variables of a call take these two kinds of field only. */
  private static String type(JsonNode schema) {
    boolean truth = schema.path("type").asString("").equals("boolean");
    return truth || schema.path("enum").isArray() ? "Dropdown" : "String";
  }

  private static void value(ObjectNode property, String type, JsonNode schema, boolean required) {
    if (type.equals("Dropdown")) {
      ArrayNode choices = property.putArray("choices");
      for (JsonNode value : choices(schema)) {
        String text = value.asString(value.toString());
        choices.addObject().put("name", text).put("value", text);
      }
    }
    JsonNode standard = schema.path("default");
    if (!standard.isMissingNode()) {
      property.put("value", standard.asString(standard.toString()));
    } else if (required && type.equals("Dropdown")) {
      property.put("value", choices(schema).path(0).asString(""));
    }
  }

  private static JsonNode choices(JsonNode schema) {
    JsonNode named = schema.path("enum");
    return named.isArray() ? named : JSON.arrayNode().add("true").add("false");
  }

  private static void constraints(
      ObjectNode property, String type, JsonNode schema, boolean required) {
    ObjectNode constraints = JSON.objectNode();
    if (required) {
      constraints.put("notEmpty", true);
    }
    boolean text = schema.path("type").asString("").equals("string") && !type.equals("Dropdown");
    if (text && schema.path("maxLength").isInt()) {
      constraints.put("maxLength", schema.path("maxLength").intValue());
    }
    if (text && schema.path("pattern").isString()) {
      constraints
          .putObject("pattern")
          .put("value", "\\$\\{.*|" + schema.path("pattern").stringValue())
          .put("message", "Does not fit the connector's schema.");
    }
    if (!constraints.isEmpty()) {
      property.set("constraints", constraints);
    }
  }

  private static String description(JsonNode schema) {
    String text = schema.path("description").asString("");
    String form =
        switch (schema.path("type").asString("")) {
          case "array" -> "A JSON list.";
          case "object" -> "A JSON object.";
          default -> "";
        };
    return (text + (text.isEmpty() || form.isEmpty() ? "" : " ") + form).strip();
  }

  private static String label(String name) {
    String words = name.replaceAll("([a-z])([A-Z])", "$1 $2").replace('-', ' ');
    return words.substring(0, 1).toUpperCase(Locale.ROOT)
        + words.substring(1).toLowerCase(Locale.ROOT);
  }
}
