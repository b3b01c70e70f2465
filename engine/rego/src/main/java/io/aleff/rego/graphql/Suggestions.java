package io.aleff.rego.graphql;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** "Did you mean" for names. */
final class Suggestions {

  private static final int MOST = 5;

  /** Longer names are not compared: that takes the product of their lengths. */
  private static final int LONGEST = 200;

  private Suggestions() {}

  /** The names near to one, the nearest first. */
  static List<String> near(String name, Collection<String> known, Meter meter) {
    List<String> out = new ArrayList<>();
    int threshold = (int) Math.floor(name.length() * 0.4) + 1;
    for (String one : known) {
      meter.step();
      meter.work((long) Math.min(name.length(), LONGEST) * Math.min(one.length(), LONGEST));
      if (name.length() <= LONGEST && one.length() <= LONGEST && distance(name, one) <= threshold) {
        out.add(one);
      }
    }
    out.sort(Comparator.comparingInt(one -> distance(name, one)));
    return out;
  }

  /** {@code " Did you mean "a" or "b"?"}, or nothing. */
  static String text(String prefix, List<String> names, boolean quoted) {
    return names.isEmpty() ? "" : " " + prefix + " " + list(names, quoted) + "?";
  }

  private static String list(List<String> names, boolean quoted) {
    List<String> shown =
        names.stream().limit(MOST).map(name -> quoted ? "\"" + name + "\"" : name).toList();
    return switch (shown.size()) {
      case 1 -> shown.getFirst();
      case 2 -> shown.get(0) + " or " + shown.get(1);
      default -> String.join(", ", shown.subList(0, shown.size() - 1)) + ", or " + shown.getLast();
    };
  }

  /** Insertions, deletions and substitutions; another case in all counts as one. */
  private static int distance(String a, String b) {
    if (a.equals(b)) {
      return 0;
    }
    String from = a.toLowerCase(Locale.ROOT);
    String to = b.toLowerCase(Locale.ROOT);
    if (from.equals(to)) {
      return 1;
    }
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int above = row[j];
        int changed = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(changed, Math.min(above, row[j - 1]) + 1);
        diagonal = above;
      }
    }
    return row[to.length()];
  }
}
