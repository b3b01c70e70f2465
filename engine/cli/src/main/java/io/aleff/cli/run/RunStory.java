package io.aleff.cli.run;

import io.aleff.cli.terminal.Excerpt;
import io.aleff.cli.terminal.SafeText;
import io.aleff.cli.terminal.Style;
import io.aleff.cli.terminal.Terminal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Tells a run line by line. Whatever it is shown, in whatever order and how often, it tells each
 * change once.
 */
final class RunStory {

  /** Changes that nobody needs to read. */
  private static final Set<String> SILENT = Set.of("", "pending", "skipped");

  private static final Set<String> ENDS =
      Set.of("success", "failed", "denied", "cancelled", "skipped", "rolled_back");

  private static final int LABEL = 20;

  /** What was last told of a step. */
  private record Told(String state, int attempt) {}

  private final Terminal terminal;
  private final Words words;
  private final boolean output;
  private final Map<String, Told> told = new HashMap<>();
  private final Map<String, String> actions = new HashMap<>();
  private final Set<String> asked = new HashSet<>();
  private final PlanChanges changes = new PlanChanges();
  private int revision;
  private int progress;

  /**
   * @param output whether to show what the steps print
   */
  RunStory(Terminal terminal, Words words, boolean output) {
    this.terminal = terminal;
    this.words = words;
    this.output = output;
  }

  /** A run in full: its plan when it is new, and its steps. */
  void detail(JsonNode run) {
    plan(run);
    run.path("steps").forEach(this::step);
  }

  /**
   * @return whether the plan is new
   */
  boolean plan(JsonNode run) {
    summary(run);
    int current = run.path("planRevision").intValue(0);
    if (current <= revision || !run.path("tree").isObject()) {
      return false;
    }
    String key = revision == 0 ? "plan" : "plan.again";
    revision = current;
    terminal.line();
    terminal.line(terminal.styled(Style.BOLD, words.say(key, current)));
    PlanTree tree = new PlanTree(terminal, words, run.path("steps"));
    List<PlanChanges.Change> changed = changes.next(run);
    if (changed == null) {
      tree.print(run.path("tree"));
    } else {
      tree.print(changed);
      terminal.line(terminal.styled(Style.DIM, words.say("plan.rest")));
    }
    terminal.line();
    return true;
  }

  /** An event may be older than the state that was asked for: an end is not taken back. */
  private boolean news(String id, String state, int attempt) {
    Told now = new Told(state, attempt);
    Told before = told.get(id);
    boolean old =
        before != null
            && ENDS.contains(before.state())
            && !ENDS.contains(state)
            && attempt <= before.attempt();
    boolean still =
        before != null
            && state.equals("running")
            && before.state().equals("running")
            && before.attempt() == 0;
    if (old || still || now.equals(before)) {
      return false;
    }
    told.put(id, now);
    return true;
  }

  void summary(JsonNode run) {
    progress = Math.max(progress, run.path("progress").intValue(progress));
  }

  void step(JsonNode step) {
    String id = Fields.text(step, "id");
    String state = Fields.text(step, "state");
    actions.put(id, Fields.text(step, "action"));
    // The news that a step waits may come late, when the answer has been given already.
    String approval = Fields.text(step, "approvalId");
    if (state.equals("waiting") && !approval.isEmpty() && !asked.add(approval)) {
      return;
    }
    if (SILENT.contains(state) || !news(id, state, step.path("attempt").intValue(0))) {
      return;
    }
    String label = Fields.text(step, "action");
    String padded = label + " ".repeat(Math.max(1, LABEL - label.length()));
    String begin = "[%3d%%] ".formatted(progress);
    int room = terminal.width() - begin.length() - 2 - padded.length();
    terminal.line(
        begin
            + terminal.styled(Style.ofState(state), sign(state))
            + " "
            + padded
            + terminal.styled(Style.ofState(state), Excerpt.cut(sentence(step, state), room)));
  }

  /** A piece of what a step prints. */
  void output(JsonNode piece) {
    if (!output) {
      return;
    }
    String id = Fields.text(piece, "stepId");
    String step = actions.getOrDefault(id, id);
    boolean error = Fields.text(piece, "stream").equals("stderr");
    for (String line : SafeText.lines(piece.path("text").asString("")).split("\n", -1)) {
      if (!line.isBlank()) {
        terminal.line(
            terminal.styled(Style.DIM, "         " + step + (error ? " ! " : " | "))
                + terminal.styled(Style.DIM, line));
      }
    }
  }

  private String sentence(JsonNode step, String state) {
    return switch (state) {
      case "denied" ->
          words.say("step.denied", String.join("; ", Fields.reasons(step.path("reasons"))));
      case "failed", "retrying" -> words.say("step." + state, Fields.error(step));
      case "success" -> done(step);
      case "running", "waiting", "cancelled", "rolled_back" -> words.say("step." + state);
      default -> state;
    };
  }

  private String done(JsonNode step) {
    String took = Fields.duration(step);
    String verdict = Fields.text(step, "verdict");
    return words.say("step.success")
        + (took.isEmpty() ? "" : " · " + took)
        + (verdict.isEmpty() ? "" : " · " + words.state(verdict));
  }

  private static String sign(String state) {
    return switch (state) {
      case "success" -> "✓";
      case "denied" -> "⊘";
      case "failed" -> "✗";
      case "waiting" -> "?";
      case "retrying" -> "↻";
      case "rolled_back" -> "↶";
      case "cancelled" -> "-";
      default -> "▸";
    };
  }
}
