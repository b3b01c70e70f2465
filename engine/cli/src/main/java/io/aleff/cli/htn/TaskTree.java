package io.aleff.cli.htn;

import io.aleff.cli.terminal.SafeText;
import io.aleff.cli.terminal.Style;
import io.aleff.cli.terminal.Terminal;
import io.aleff.htn.PlanNode;
import io.aleff.htn.explain.PlanAccount;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A plan as a tree of tasks with its steps as leaves, on request with the reasons. */
final class TaskTree {

  /** A node to be printed, with what stands before its first line and before the others. */
  private record Place(String id, String first, String rest) {}

  private final PlanAccount account;
  private final Terminal terminal;
  private final boolean explained;
  private final Map<String, PlanAccount.Choice> choices = new HashMap<>();
  private final Map<String, PlanAccount.Step> steps = new HashMap<>();
  private final List<String> lines = new ArrayList<>();

  TaskTree(PlanAccount account, Terminal terminal, boolean explained) {
    this.account = account;
    this.terminal = terminal;
    this.explained = explained;
    account.choices().forEach(choice -> choices.put(choice.id(), choice));
    account.steps().forEach(step -> steps.put(step.id(), step));
  }

  List<String> lines() {
    List<Place> open = new ArrayList<>();
    account.roots().reversed().forEach(id -> open.add(new Place(id, "", "")));
    while (!open.isEmpty()) {
      Place place = open.removeLast();
      PlanAccount.Choice choice = choices.get(place.id());
      if (choice == null) {
        PlanAccount.Step step = Objects.requireNonNull(steps.get(place.id()));
        lines.add(place.first() + call(step.action(), step.arguments().values()));
      } else {
        task(choice, place);
        List<String> children = choice.children();
        for (int i = children.size() - 1; i >= 0; i--) {
          boolean last = i == children.size() - 1;
          open.add(
              new Place(
                  children.get(i),
                  place.rest() + (last ? "└─ " : "├─ "),
                  place.rest() + (last ? "   " : "│  ")));
        }
      }
    }
    return lines;
  }

  private void task(PlanAccount.Choice choice, Place place) {
    String title = call(choice.task(), choice.arguments().values());
    lines.add(place.first() + terminal.styled(Style.BOLD, title) + " → " + method(choice));
    if (explained) {
      String beside = place.rest() + (choice.children().isEmpty() ? "  " : "│ ");
      choice.reasons().forEach(reason -> beside(beside + "because " + reason));
      for (PlanNode.Rejection other : choice.rejected()) {
        beside(beside + "not " + other.method() + " (" + other.cause() + "): " + other.detail());
      }
    }
  }

  private static String method(PlanAccount.Choice choice) {
    List<String> values = new ArrayList<>();
    choice.variables().forEach((name, value) -> values.add(name + " = " + value));
    return SafeText.line(choice.method())
        + (values.isEmpty() ? "" : " with " + SafeText.line(String.join(", ", values)));
  }

  private void beside(String text) {
    lines.add(terminal.styled(Style.DIM, SafeText.line(text)));
  }

  static String call(String name, Collection<String> arguments) {
    return SafeText.line(name + "(" + String.join(", ", arguments) + ")");
  }
}
