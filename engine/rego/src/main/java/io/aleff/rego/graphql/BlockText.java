package io.aleff.rego.graphql;

import java.util.ArrayList;
import java.util.List;

/** The value of a block string: section 2.9.4 of the specification. */
final class BlockText {

  private static final int BLANK = Integer.MAX_VALUE;

  private BlockText() {}

  static String of(String raw) {
    List<String> lines = new ArrayList<>(List.of(raw.split("\n", -1)));
    int common = lines.stream().mapToInt(BlockText::indent).min().orElse(BLANK);
    if (common != BLANK) {
      for (int i = 1; i < lines.size(); i++) {
        String line = lines.get(i);
        lines.set(i, line.length() < common ? "" : line.substring(common));
      }
    }
    int from = 0;
    int to = lines.size();
    while (from < to && indent(lines.get(from)) == BLANK) {
      from++;
    }
    while (from < to && indent(lines.get(to - 1)) == BLANK) {
      to--;
    }
    return String.join("\n", lines.subList(from, to));
  }

  private static int indent(String line) {
    for (int i = 0; i < line.length(); i++) {
      if (line.charAt(i) != ' ' && line.charAt(i) != '\t') {
        return i;
      }
    }
    return BLANK;
  }
}
