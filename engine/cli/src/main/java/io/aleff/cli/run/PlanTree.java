package io.aleff.cli.run;

import io.aleff.cli.terminal.Excerpt;
import io.aleff.cli.terminal.Style;
import io.aleff.cli.terminal.Terminal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Draws a task tree with the reason for each choice. */
final class PlanTree {

  private final Terminal terminal;
  private final Words words;
  private final Map<String, JsonNode> steps = new HashMap<>();

  PlanTree(Terminal terminal, Words words, JsonNode steps) {
    this.terminal = terminal;
    this.words = words;
    steps.forEach(step -> this.steps.put(Fields.text(step, "id"), step));
  }

  void print(JsonNode tree) {
    node(tree, "", "", "");
  }

  /** Only where the plan differs from the one before. */
  void print(List<PlanChanges.Change> changes) {
    for (PlanChanges.Change change : changes) {
      String was = change.previous();
      node(change.branch(), "", "", was.isEmpty() ? "" : " " + words.say("plan.was", was));
    }
  }

  private void node(JsonNode node, String first, String rest, String note) {
    if (Fields.text(node, "kind").equals("step")) {
      step(Fields.text(node, "stepId"), first);
      children(node.path("children"), rest);
      return;
    }
    String title = Fields.call(Fields.text(node, "task"), node.path("arguments"));
    String method = Fields.text(node, "method");
    terminal.line(
        first
            + terminal.styled(Style.BOLD, title)
            + (method.isEmpty() ? "" : " → " + method)
            + dim(note));
    JsonNode children = node.path("children");
    String beside = rest + (children.isEmpty() ? "  " : "│ ");
    for (String reason : Fields.reasons(node.path("reasons"))) {
      beside(beside + words.say("because", reason));
    }
    for (JsonNode other : node.path("rejected")) {
      String why = Fields.gist(other, "detail");
      String cause = Fields.text(other, "cause");
      beside(beside + words.say("not", Fields.text(other, "method"), why.isEmpty() ? cause : why));
    }
    children(children, rest);
  }

  private void children(JsonNode children, String rest) {
    for (int i = 0; i < children.size(); i++) {
      boolean last = i == children.size() - 1;
      node(children.get(i), rest + (last ? "└─ " : "├─ "), rest + (last ? "   " : "│  "), "");
    }
  }

  private void step(String id, String first) {
    JsonNode step = steps.get(id);
    if (step == null) {
      terminal.line(first + id);
      return;
    }
    String operation = Fields.text(step, "operation");
    String runs =
        operation.isEmpty() ? "" : " [" + Fields.text(step, "connector") + "." + operation + "]";
    // Inside of a process a step has no arguments of a plan.
    String title =
        id.contains(".")
            ? Fields.text(step, "label")
            : Fields.call(Fields.text(step, "action"), step.path("arguments"));
    terminal.line(first + title + dim(runs));
  }

  private void beside(String text) {
    terminal.line(dim(Excerpt.cut(text, terminal.width())));
  }

  private String dim(String text) {
    return terminal.styled(Style.DIM, text);
  }
}
