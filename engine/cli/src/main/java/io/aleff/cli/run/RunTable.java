package io.aleff.cli.run;

import io.aleff.cli.ExitCode;
import io.aleff.cli.terminal.Excerpt;
import io.aleff.cli.terminal.Style;
import io.aleff.cli.terminal.Table;
import io.aleff.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The end of a run: its steps as a table and its outcome as a sentence. */
final class RunTable {

  /** On a screen narrower than this the table says less, instead of cutting words. */
  private static final int WIDE = 104;

  private static final String NEVER = "9999";

  private RunTable() {}

  static void print(Terminal terminal, Words words, JsonNode run) {
    List<JsonNode> steps = asStarted(run);
    boolean again = steps.stream().anyMatch(step -> step.path("attempt").intValue(0) > 1);
    boolean wide = terminal.width() >= WIDE;
    Table table = new Table(headers(words, again).toArray(String[]::new));
    for (JsonNode step : steps) {
      for (JsonNode attempt : step.path("attempts")) {
        table.row(
            1,
            Style.ofState("failed"),
            attempt(words, step, attempt, again, wide).toArray(String[]::new));
      }
      String state = Fields.text(step, "state");
      List<String> cells = new ArrayList<>();
      String strategy = Fields.text(step, "strategy");
      cells.add(name(words, step) + (strategy.isEmpty() ? "" : ": " + strategy));
      cells.add(words.state(state));
      if (again) {
        cells.add(Fields.text(step, "attempt"));
      }
      cells.add(decision(words, step, wide));
      cells.add(Fields.duration(step));
      cells.add(sandbox(step, wide));
      cells.add(wide ? Fields.digest(step, "checkpoint") : brief(step));
      table.row(1, Style.ofState(state), cells.toArray(String[]::new));
    }
    if (!table.isEmpty()) {
      table.print(terminal);
    }
  }

  /** A row for an attempt that did not help; why is in the column of the decision. */
  private static List<String> attempt(
      Words words, JsonNode step, JsonNode attempt, boolean again, boolean wide) {
    String strategy = Fields.text(attempt, "strategy");
    List<String> cells = new ArrayList<>();
    cells.add(
        name(words, step) + ": " + (strategy.isEmpty() ? words.say("table.planned") : strategy));
    cells.add(words.state(Fields.text(attempt, "outcome")));
    if (again) {
      String number = Fields.text(attempt, "attempt");
      cells.add(number.equals("0") ? "" : number);
    }
    cells.add(Excerpt.cut(Fields.gist(attempt, "message"), wide ? 40 : 24));
    cells.add("");
    cells.add(Fields.text(attempt, "connector") + "." + Fields.text(attempt, "operation"));
    cells.add("");
    return cells;
  }

  private static List<String> headers(Words words, boolean again) {
    List<String> headers = new ArrayList<>();
    for (String column :
        List.of("step", "state", "attempt", "decision", "time", "sandbox", "checkpoint")) {
      if (again || !column.equals("attempt")) {
        headers.add(words.say("table." + column));
      }
    }
    return headers;
  }

  /** The steps in the order of their beginning, then those of a rollback, then the others. */
  static List<JsonNode> asStarted(JsonNode run) {
    List<JsonNode> steps = new ArrayList<>();
    run.path("steps").forEach(steps::add);
    steps.sort(
        Comparator.comparing((JsonNode step) -> !Fields.text(step, "undoes").isEmpty())
            .thenComparing(RunTable::beginning));
    return steps;
  }

  /** A step that was stopped before it began counts from when it was stopped. */
  private static String beginning(JsonNode step) {
    String started = Fields.text(step, "startedAt");
    String finished = Fields.text(step, "finishedAt");
    boolean idle = finished.isEmpty() || Fields.text(step, "state").equals("skipped");
    return started.isEmpty() ? (idle ? NEVER : finished) : started;
  }

  /** The action, or that it is undone. */
  static String name(Words words, JsonNode step) {
    String action = Fields.text(step, "action");
    return Fields.text(step, "undoes").isEmpty() ? action : words.say("table.undo", action);
  }

  private static String decision(Words words, JsonNode step, boolean wide) {
    String verdict = Fields.text(step, "verdict");
    String risk = Fields.text(step, "risk");
    if (verdict.isEmpty() || risk.isEmpty()) {
      return words.state(verdict);
    }
    return words.state(verdict)
        + (wide ? " (" + words.say("table.risk", risk) + ")" : " (" + risk + ")");
  }

  /** Which sandbox it was; its limits are in the console. */
  private static String sandbox(JsonNode step, boolean wide) {
    String all = Fields.text(step, "sandbox");
    int end = all.indexOf(',');
    String which = end < 0 ? all : all.substring(0, end);
    return wide ? which : which.replace("bubblewrap uid", "uid");
  }

  private static String brief(JsonNode step) {
    String digest = Fields.digest(step, "checkpoint");
    return digest.substring(0, Math.min(8, digest.length()));
  }

  static void outcome(Terminal terminal, Words words, JsonNode run) {
    String state = Fields.text(run, "state");
    if (RunWatch.ended(state)) {
      String failure = Fields.gist(run, "failure");
      String why = failure.isEmpty() ? Fields.gist(run, "outcome") : failure;
      terminal.line(terminal.styled(Style.ofState(state), words.say("run." + state, why)));
    }
  }

  /** 0 when the goal was verified, 1 when the run ended otherwise. */
  static int exitCode(JsonNode run) {
    return Fields.text(run, "state").equals("success") ? ExitCode.OK : ExitCode.FAILURE;
  }
}
