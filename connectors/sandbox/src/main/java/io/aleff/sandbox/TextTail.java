package io.aleff.sandbox;

import java.util.List;

/** Keeps the end of a text that may be very long. */
final class TextTail {

  private final int limit;
  private final StringBuilder kept = new StringBuilder();
  private boolean cut;

  /**
   * @param limit characters kept at least, when there are as many
   */
  TextTail(int limit) {
    this.limit = limit;
  }

  synchronized void append(String text) {
    kept.append(text);
    if (kept.length() > 2 * limit) {
      kept.delete(0, kept.length() - limit);
      cut = true;
    }
  }

  synchronized String text() {
    int start = Math.max(0, kept.length() - limit);
    if (start > 0 && start < kept.length() && Character.isLowSurrogate(kept.charAt(start))) {
      start++;
    }
    return kept.substring(start);
  }

  synchronized boolean isCut() {
    return cut || kept.length() > limit;
  }

  /** The last lines that are not blank, at most {@code count} lines and 2,000 characters. */
  String lastLines(int count) {
    List<String> lines = text().lines().filter(each -> !each.isBlank()).toList();
    String joined =
        String.join("\n", lines.subList(Math.max(0, lines.size() - count), lines.size()));
    return joined.length() > 2_000 ? "…" + joined.substring(joined.length() - 2_000) : joined;
  }
}
