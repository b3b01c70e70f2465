package io.aleff.runtime.run;

import io.aleff.definition.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Takes the value of an argument out of what a model has said. */
final class AnswerReader {

  /** A longer value is refused. */
  private static final int MOST = 64 * 1024;

  private static final Pattern FENCE = Pattern.compile("^ {0,3}(`{3,}|~{3,})([^`]*)$");

  private AnswerReader() {}

  /** What came of it. */
  sealed interface Reading {

    record Value(JsonNode value) implements Reading {}

    /**
     * @param why as a sentence
     */
    record Useless(String why) implements Reading {}
  }

  /** Whether the value is the text itself, not JSON. */
  static boolean isText(JsonNode schema) {
    return schema.path("type").asString("string").equals("string");
  }

  /**
   * @param text all that the model has said
   * @param schema JSON Schema of the argument
   */
  static Reading read(String text, JsonNode schema) {
    List<String> blocks = new ArrayList<>();
    if (!closed(text, blocks)) {
      return new Reading.Useless("Its code block has no end.");
    }
    if (blocks.size() > 1) {
      return new Reading.Useless("It gave %d code blocks, not one.".formatted(blocks.size()));
    }
    if (blocks.isEmpty() && isText(schema)) {
      return new Reading.Useless("It gave no code block.");
    }
    String value = blocks.isEmpty() ? text : blocks.getFirst();
    if (value.isBlank()) {
      return new Reading.Useless("Its code block is empty.");
    }
    if (value.length() > MOST) {
      return new Reading.Useless("Its code block is larger than %d characters.".formatted(MOST));
    }
    return isText(schema)
        ? new Reading.Value(Json.MAPPER.getNodeFactory().stringNode(Failures.clean(value)))
        : json(value);
  }

  private static Reading json(String text) {
    try {
      JsonNode value = Json.MAPPER.readTree(text);
      return value.isMissingNode()
          ? new Reading.Useless("It gave no JSON.")
          : new Reading.Value(value);
    } catch (JacksonException e) {
      return new Reading.Useless("What it gave is no JSON.");
    }
  }

  /** Fills in the fenced blocks (CommonMark 4.5); false when the last one has no end. */
  private static boolean closed(String text, List<String> blocks) {
    String fence = "";
    StringBuilder block = new StringBuilder();
    for (String line : text.split("\\R", -1)) {
      Matcher matcher = FENCE.matcher(line);
      boolean mark = matcher.matches();
      if (fence.isEmpty()) {
        if (mark) {
          fence = matcher.group(1);
          block.setLength(0);
        }
      } else if (mark && matcher.group(1).startsWith(fence) && matcher.group(2).isBlank()) {
        blocks.add(block.isEmpty() ? "" : block.substring(0, block.length() - 1));
        fence = "";
      } else {
        block.append(line).append('\n');
      }
    }
    return fence.isEmpty();
  }
}
