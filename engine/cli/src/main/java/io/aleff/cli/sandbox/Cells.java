package io.aleff.cli.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The parts of a file that are run one after the other, as editors mark them. */
final class Cells {

  /** {@code %%}, {@code # %% words} or {@code // %%}. */
  private static final Pattern MARK = Pattern.compile("\\s*(#|//)?\\s*%%(\\s.*)?");

  private Cells() {}

  static boolean isMark(String line) {
    return MARK.matcher(line).matches();
  }

  /** Without those that are blank. */
  static List<String> of(String text) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    for (String line : text.lines().toList()) {
      if (isMark(line)) {
        add(cells, cell);
      } else {
        cell.append(line).append('\n');
      }
    }
    add(cells, cell);
    return cells;
  }

  private static void add(List<String> cells, StringBuilder cell) {
    if (!cell.toString().isBlank()) {
      cells.add(cell.toString());
    }
    cell.setLength(0);
  }
}
