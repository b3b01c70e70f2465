package io.aleff.runtime.action;

import io.aleff.definition.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Arguments of an operation as process models carry them: text, or the value of a variable. */
public final class ModelArguments {

  /** What the name of a variable begins with when it is an argument of the operation. */
  public static final String PREFIX = "argument_";

  private ModelArguments() {}

  /**
   * @param schema JSON Schema of the argument; decides whether text is JSON or stands for itself
   * @return null when the value is no such thing
   */
  public static @Nullable JsonNode value(JsonNode schema, Object raw) {
    boolean text = schema.path("type").asString("string").equals("string");
    if (!(raw instanceof String string)) {
      return text ? null : Json.MAPPER.valueToTree(raw);
    }
    if (text) {
      return Json.MAPPER.getNodeFactory().stringNode(string);
    }
    try {
      return Json.MAPPER.readTree(string);
    } catch (JacksonException e) {
      return null;
    }
  }
}
