package io.aleff.cli.policy;

import java.util.ArrayList;
import java.util.List;

/** Lines that differ, in unified form with three lines around each change. */
final class LineDiff {

  private static final int AROUND = 3;

  private record Line(char sign, String text, int before, int after) {}

  private LineDiff() {}

  static List<String> of(String path, String before, String after) {
    List<Line> lines = compare(before.lines().toList(), after.lines().toList());
    List<String> out = new ArrayList<>();
    int last = -1;
    for (int i = 0; i < lines.size(); i++) {
      if (!near(lines, i)) {
        continue;
      }
      if (out.isEmpty()) {
        out.add("--- " + path);
        out.add("+++ " + path);
      }
      if (last != i - 1 || last < 0) {
        out.add("@@ -" + lines.get(i).before + " +" + lines.get(i).after + " @@");
      }
      out.add(lines.get(i).sign + lines.get(i).text);
      last = i;
    }
    return out;
  }

  private static boolean near(List<Line> lines, int at) {
    for (int i = Math.max(0, at - AROUND); i <= Math.min(lines.size() - 1, at + AROUND); i++) {
      if (lines.get(i).sign != ' ') {
        return true;
      }
    }
    return false;
  }

  /** By the longest common subsequence. */
  private static List<Line> compare(List<String> a, List<String> b) {
    int[][] length = new int[a.size() + 1][b.size() + 1];
    for (int i = a.size() - 1; i >= 0; i--) {
      for (int j = b.size() - 1; j >= 0; j--) {
        length[i][j] =
            a.get(i).equals(b.get(j))
                ? length[i + 1][j + 1] + 1
                : Math.max(length[i + 1][j], length[i][j + 1]);
      }
    }
    List<Line> out = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < a.size() || j < b.size()) {
      if (i < a.size() && j < b.size() && a.get(i).equals(b.get(j))) {
        out.add(new Line(' ', a.get(i), ++i, ++j));
      } else if (j == b.size() || (i < a.size() && length[i + 1][j] >= length[i][j + 1])) {
        out.add(new Line('-', a.get(i), ++i, j + 1));
      } else {
        out.add(new Line('+', b.get(j), i + 1, ++j));
      }
    }
    return out;
  }
}
