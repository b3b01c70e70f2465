package io.aleff.runtime.lint;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the start tags of an XML text are. The parser's own locations point behind a tag, and
 * sometimes behind what follows it.
 */
final class StartTags {

  private StartTags() {}

  /**
   * @param begin of the opening angle bracket
   * @param end behind the closing one
   */
  record Tag(int begin, int end) {}

  /** In the order of the text; comments, character data and instructions have none. */
  static List<Tag> of(String text) {
    List<Tag> tags = new ArrayList<>();
    int at = text.indexOf('<');
    while (at >= 0) {
      int end;
      if (text.startsWith("<!--", at)) {
        end = behind(text, "-->", at + 4);
      } else if (text.startsWith("<![CDATA[", at)) {
        end = behind(text, "]]>", at + 9);
      } else if (text.startsWith("<?", at)) {
        end = behind(text, "?>", at + 2);
      } else if (text.startsWith("</", at) || text.startsWith("<!", at)) {
        end = behind(text, ">", at + 2);
      } else {
        end = tagEnd(text, at + 1);
        tags.add(new Tag(at, end));
      }
      at = text.indexOf('<', end);
    }
    return tags;
  }

  private static int behind(String text, String what, int from) {
    int found = text.indexOf(what, from);
    return found < 0 ? text.length() : found + what.length();
  }

  private static int tagEnd(String text, int from) {
    char quote = 0;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '>') {
        return i + 1;
      }
    }
    return text.length();
  }
}
