package io.aleff.cli.run;

import io.aleff.cli.client.ServerEvent;
import io.aleff.cli.terminal.Excerpt;
import io.aleff.cli.terminal.Style;
import io.aleff.cli.terminal.Terminal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Tells a rollback: a line for each undone step, newest first. */
final class UndoStory implements RunListener {

  private final Terminal terminal;
  private final Words words;

  /** For each step, the commit that the workspace goes back to when it is undone. */
  private final Map<String, String> back = new HashMap<>();

  private final Set<String> told = new HashSet<>();

  /**
   * @param before the run as it was before the rollback
   */
  UndoStory(Terminal terminal, Words words, JsonNode before) {
    this.terminal = terminal;
    this.words = words;
    String previous = "";
    for (JsonNode step : finished(before)) {
      String checkpoint = Fields.digest(step, "checkpoint");
      if (!checkpoint.isEmpty() && !checkpoint.equals(previous)) {
        back.put(Fields.text(step, "id"), previous);
        previous = checkpoint;
      }
    }
    // An earlier rollback that did not come to its end is told no second time.
    before.path("steps").forEach(step -> told.add(key(step)));
  }

  private static List<JsonNode> finished(JsonNode run) {
    return run.path("steps")
        .valueStream()
        .filter(step -> Fields.text(step, "undoes").isEmpty())
        .sorted((a, b) -> Fields.text(a, "finishedAt").compareTo(Fields.text(b, "finishedAt")))
        .toList();
  }

  private static String key(JsonNode step) {
    return Fields.text(step, "id") + " " + Fields.text(step, "finishedAt");
  }

  @Override
  public void state(JsonNode run) {
    run.path("steps").forEach(this::step);
  }

  @Override
  public void event(ServerEvent event) {
    if (event.type().equals("step")) {
      step(event.data());
    }
  }

  private void step(JsonNode step) {
    String undone = Fields.text(step, "undoes");
    String state = Fields.text(step, "state");
    boolean ended = Set.of("success", "skipped", "failed", "denied", "cancelled").contains(state);
    if (undone.isEmpty() || !ended || !told.add(key(step))) {
      return;
    }
    String action = Fields.text(step, "action");
    switch (state) {
      case "success" -> line(Style.WARN, "↶ ", words.say("undo.done", action) + where(undone));
      case "skipped" -> line(Style.BAD, "! ", words.say("undo.kept", action));
      default -> line(Style.BAD, "✗ ", words.say("undo.failed", action, Fields.error(step)));
    }
  }

  private String where(String undone) {
    String commit = back.get(undone);
    if (commit == null) {
      return "";
    }
    return " ("
        + (commit.isEmpty() ? words.say("undo.start") : words.say("undo.back", commit))
        + ")";
  }

  private void line(Style style, String sign, String text) {
    terminal.line(
        terminal.styled(style, sign) + Excerpt.cut(text, terminal.width() - sign.length()));
  }
}
