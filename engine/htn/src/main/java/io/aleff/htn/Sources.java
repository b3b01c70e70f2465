package io.aleff.htn;

import io.aleff.definition.SourceLocation;
import io.aleff.definition.SourceText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The lines of the files being read, for questions about single characters. */
final class Sources {

  private final Map<String, List<String>> lines = new HashMap<>();

  Sources(List<SourceText> texts) {
    texts.forEach(text -> lines.put(text.path(), text.text().lines().toList()));
  }

  /** The character at a place; a space when there is none. */
  char character(SourceLocation place) {
    List<String> file = lines.getOrDefault(place.path(), List.of());
    String line = place.line() <= file.size() ? file.get(place.line() - 1) : "";
    return place.column() <= line.length() ? line.charAt(place.column() - 1) : ' ';
  }

  /** Whether a value is an item of its own: it follows the dash of a block sequence. */
  boolean followsDash(SourceLocation place) {
    List<String> file = lines.getOrDefault(place.path(), List.of());
    String line = place.line() <= file.size() ? file.get(place.line() - 1) : "";
    String before = line.substring(0, Math.min(line.length(), place.column() - 1)).stripTrailing();
    return before.endsWith("-");
  }
}
