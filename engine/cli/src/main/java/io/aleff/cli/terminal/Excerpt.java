package io.aleff.cli.terminal;

import java.util.List;

/** Long texts from elsewhere, cut to what a person reads at a glance. */
public final class Excerpt {

  private Excerpt() {}

  /** At most this many characters on one line; an ellipsis says that there was more. */
  public static String cut(String text, int width) {
    if (text.codePointCount(0, text.length()) <= width) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, Math.max(0, width - 1))) + "…";
  }

  /**
   * A message of several lines as one: what failed, and its last line, for programs say at the end
   * what was wrong.
   */
  public static String gist(String message) {
    List<String> lines = message.lines().filter(line -> !line.isBlank()).toList();
    if (lines.size() < 2) {
      return SafeText.line(message.strip());
    }
    String first = lines.getFirst();
    int end = first.indexOf("failed: ");
    String subject = end < 0 ? "" : first.substring(0, end + "failed: ".length());
    return SafeText.line(subject + lines.getLast().strip());
  }
}
