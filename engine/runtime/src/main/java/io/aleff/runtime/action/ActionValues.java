package io.aleff.runtime.action;

import io.aleff.definition.Json;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is only known when a step starts.
 *
 * @param texts by the names of placeholders: {@code failure.…}, {@code run.…}, {@code goal.…} and
 *     {@code output.…}
 * @param given arguments as a whole. They are put in place last, so that nothing in them is read as
 *     a placeholder
 */
public record ActionValues(Map<String, String> texts, ObjectNode given) {

  /** Nothing is given as a whole. */
  public static ActionValues of(Map<String, String> texts) {
    return new ActionValues(texts, Json.MAPPER.createObjectNode());
  }
}
