package io.aleff.cli.htn;

import io.aleff.cli.terminal.Excerpt;
import io.aleff.cli.terminal.Style;
import io.aleff.cli.terminal.Terminal;
import io.aleff.htn.explain.Timetable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A schedule as bars: critical steps are solid and marked, the slack of the others is dotted. */
final class GanttChart {

  private static final int WIDEST_LABEL = 36;

  private final Timetable timetable;
  private final Terminal terminal;
  private final int columns;
  private final int labels;
  private final int times;

  GanttChart(Timetable timetable, Terminal terminal) {
    this.timetable = timetable;
    this.terminal = terminal;
    int longest = 4;
    int latest = 4;
    for (Timetable.Row row : timetable.rows()) {
      longest = Math.max(longest, label(row).length());
      latest = Math.max(latest, span(row).length());
    }
    labels = Math.min(WIDEST_LABEL, longest);
    times = latest;
    columns = Math.clamp(Math.min(terminal.width(), 120) - labels - times - 6, 10, 80);
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (Timetable.Row row : timetable.rows()) {
      boolean critical = row.isCritical();
      String bar = terminal.styled(critical ? Style.BOLD : Style.PLAIN, bar(row));
      lines.add(
          (critical ? "* " : "  ")
              + padded(Excerpt.cut(label(row), labels), labels)
              + "  "
              + padded(span(row), times)
              + "  "
              + bar);
    }
    lines.add("");
    lines.add(
        "* critical path, "
            + length(timetable.length())
            + ": "
            + String.join(" → ", timetable.critical()));
    if (timetable.counted()) {
      lines.add("No step has a duration: each counts as one.");
    }
    return lines;
  }

  private static String label(Timetable.Row row) {
    return row.step().id()
        + " "
        + TaskTree.call(row.step().action(), row.step().arguments().values());
  }

  private String span(Timetable.Row row) {
    return length(row.start()) + " – " + length(row.end());
  }

  private String bar(Timetable.Row row) {
    int start = column(row.start());
    int end = Math.max(start + 1, column(row.end()));
    int slack = Math.max(end, column(row.end().plus(row.slack())));
    return " ".repeat(start)
        + (row.isCritical() ? "█" : "▒").repeat(end - start)
        + "·".repeat(slack - end);
  }

  private int column(Duration time) {
    long whole = Math.max(1, timetable.length().toMillis());
    return (int) Math.round((double) time.toMillis() / whole * columns);
  }

  /** Seconds, or the number of steps where none has a duration. */
  private String length(Duration duration) {
    if (timetable.counted()) {
      return String.valueOf(duration.toSeconds());
    }
    long seconds = duration.toSeconds();
    if (seconds < 120) {
      long tenths = duration.toMillisPart() / 100;
      return seconds + (tenths == 0 ? "" : "." + tenths) + " s";
    }
    if (seconds >= 7200) {
      return "%d:%02d h".formatted(seconds / 3600, seconds % 3600 / 60);
    }
    long rest = seconds % 60;
    return seconds / 60 + (rest == 0 ? "" : ":%02d".formatted(rest)) + " min";
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.codePointCount(0, text.length())));
  }
}
