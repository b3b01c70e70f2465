package io.aleff.cli.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Columns for people. The widest columns give way when the screen is narrow. */
public final class Table {

  private static final int GAP = 2;
  private static final int NARROWEST = 6;

  private final List<String> headers;
  private final List<List<String>> rows = new ArrayList<>();
  private final List<List<Style>> styles = new ArrayList<>();

  public Table(String... headers) {
    this.headers = List.of(headers);
  }

  /** A row; its texts are made safe and put on one line. */
  public void row(String... cells) {
    rows.add(Arrays.stream(cells).map(SafeText::line).toList());
    styles.add(Arrays.stream(cells).map(cell -> Style.PLAIN).toList());
  }

  /** A row whose {@code column} has a style. */
  public void row(int column, Style style, String... cells) {
    row(cells);
    List<Style> last = new ArrayList<>(styles.removeLast());
    last.set(column, style);
    styles.add(last);
  }

  public boolean isEmpty() {
    return rows.isEmpty();
  }

  public void print(Terminal terminal) {
    int[] widths = widths(terminal.width());
    List<Style> head = headers.stream().map(h -> Style.BOLD).toList();
    terminal.line(format(headers, head, widths, terminal));
    for (int i = 0; i < rows.size(); i++) {
      terminal.line(format(rows.get(i), styles.get(i), widths, terminal));
    }
  }

  private int[] widths(int available) {
    int[] widths = new int[headers.size()];
    for (int c = 0; c < widths.length; c++) {
      int column = c;
      int longest = rows.stream().mapToInt(row -> length(row.get(column))).max().orElse(0);
      widths[c] = Math.max(length(headers.get(c)), longest);
    }
    int excess = Arrays.stream(widths).sum() + GAP * (widths.length - 1) - available;
    while (excess > 0) {
      // The first column names what the row is about, often an id to be typed: it stays whole.
      int widest = Math.min(1, widths.length - 1);
      for (int c = 2; c < widths.length; c++) {
        widest = widths[c] > widths[widest] ? c : widest;
      }
      if (widths[widest] <= NARROWEST) {
        break;
      }
      widths[widest]--;
      excess--;
    }
    return widths;
  }

  private static String format(
      List<String> cells, List<Style> styles, int[] widths, Terminal terminal) {
    StringBuilder line = new StringBuilder();
    for (int c = 0; c < widths.length; c++) {
      String text = Excerpt.cut(cells.get(c), widths[c]);
      line.append(terminal.styled(styles.get(c), text));
      if (c < widths.length - 1) {
        line.append(" ".repeat(widths[c] - length(text) + GAP));
      }
    }
    return line.toString().stripTrailing();
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
