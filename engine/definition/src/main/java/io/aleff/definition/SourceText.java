package io.aleff.definition;

import java.util.List;

/**
 * The text of one definition file.
 *
 * @param path path relative to the root of the release, with {@code /} separators
 * @param text the whole file, decoded as UTF-8
 */
public record SourceText(String path, String text) {

  /**
   * @param line 1-based line number
   * @return that line without its terminator, or the empty string when there is no such line
   */
  public String line(int line) {
    List<String> lines = text.lines().toList();
    return line >= 1 && line <= lines.size() ? lines.get(line - 1) : "";
  }

  /** The location of the first character of this file. */
  public SourceLocation start() {
    return new SourceLocation(path, 1, 1);
  }
}
