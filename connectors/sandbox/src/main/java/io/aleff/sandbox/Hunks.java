package io.aleff.sandbox;

import io.aleff.connector.workspace.FileChange;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.diff.EditList;
import org.eclipse.jgit.diff.RawText;

/**
 * Edits with the lines around them.
 *
 * @param cut the limit was reached before the last line, or a line was shortened
 */
record Hunks(List<FileChange.Hunk> list, int lines, boolean cut) {

  private static final int CONTEXT = 3;

  /** In letters; a longer line is shortened. */
  private static final int LONGEST_LINE = 2_000;

  /**
   * @param most lines to show
   */
  static Hunks of(EditList edits, RawText old, RawText young, int most) {
    Writer writer = new Writer(old, young, most);
    List<FileChange.Hunk> hunks = new ArrayList<>();
    for (int first = 0; first < edits.size(); ) {
      int last = lastOfHunk(edits, first);
      if (writer.left <= 0) {
        writer.cut = true;
        break;
      }
      hunks.add(writer.hunk(edits.subList(first, last + 1)));
      first = last + 1;
    }
    return new Hunks(hunks, most - Math.max(0, writer.left), writer.cut);
  }

  /** Edits whose surroundings touch are one hunk. */
  private static int lastOfHunk(EditList edits, int first) {
    int last = first;
    while (last + 1 < edits.size()
        && edits.get(last + 1).getBeginA() - edits.get(last).getEndA() <= 2 * CONTEXT) {
      last++;
    }
    return last;
  }

  /** Collects lines until there are too many. */
  private static final class Writer {

    private final RawText old;
    private final RawText young;
    private int left;
    private boolean cut;

    Writer(RawText old, RawText young, int most) {
      this.old = old;
      this.young = young;
      left = most;
    }

    FileChange.Hunk hunk(List<Edit> edits) {
      int a = Math.max(0, edits.getFirst().getBeginA() - CONTEXT);
      int b = Math.max(0, edits.getFirst().getBeginB() - CONTEXT);
      int endA = Math.min(old.size(), edits.getLast().getEndA() + CONTEXT);
      List<String> lines = new ArrayList<>();
      int done = a;
      for (Edit edit : edits) {
        add(lines, ' ', old, done, edit.getBeginA());
        add(lines, '-', old, edit.getBeginA(), edit.getEndA());
        add(lines, '+', young, edit.getBeginB(), edit.getEndB());
        done = edit.getEndA();
      }
      add(lines, ' ', old, done, endA);
      int oldLines = count(lines, '-');
      int newLines = count(lines, '+');
      return new FileChange.Hunk(
          oldLines == 0 ? a : a + 1, oldLines, newLines == 0 ? b : b + 1, newLines, lines);
    }

    private static int count(List<String> lines, char side) {
      return (int)
          lines.stream().filter(line -> line.charAt(0) == ' ' || line.charAt(0) == side).count();
    }

    private void add(List<String> lines, char mark, RawText text, int from, int to) {
      for (int line = from; line < to; line++) {
        if (left <= 0) {
          cut = true;
          return;
        }
        left--;
        lines.add(mark + shortened(text.getString(line)));
        if (line == text.size() - 1 && text.isMissingNewlineAtEnd()) {
          lines.add("\\ No newline at end of file");
        }
      }
    }

    private String shortened(String line) {
      if (line.length() <= LONGEST_LINE) {
        return line;
      }
      cut = true;
      return line.substring(0, LONGEST_LINE) + "…";
    }
  }
}
