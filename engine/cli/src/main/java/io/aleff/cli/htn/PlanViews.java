package io.aleff.cli.htn;

import io.aleff.cli.terminal.SafeText;
import io.aleff.cli.terminal.Terminal;
import io.aleff.definition.Json;
import io.aleff.htn.HierarchicalPlan;
import io.aleff.htn.explain.AccountJson;
import io.aleff.htn.explain.PlanAccount;
import io.aleff.htn.explain.PlanAccounts;
import io.aleff.htn.explain.Timetable;
import io.aleff.htn.verify.PlanText;
import java.util.List;
import java.util.Locale;

/** The forms in which plans are shown. */
enum PlanViews {
  /** The competitions' format. */
  PANDA,
  /** Tasks, steps, order and schedule as data. */
  JSON,
  /** The task tree. */
  TREE,
  /** A chart of the schedule with its critical path. */
  GANTT;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The plan in this form, several lines. */
  String text(Sources.Task task, HierarchicalPlan plan, Terminal terminal) {
    if (this == PANDA) {
      return PlanText.print(plan);
    }
    PlanAccount account = PlanAccounts.of(task.domain(), task.problem(), plan);
    List<String> lines =
        switch (this) {
          case TREE -> new TaskTree(account, terminal, false).lines();
          case GANTT -> new GanttChart(Timetable.of(account), terminal).lines();
          case PANDA, JSON -> List.of(Json.MAPPER.writeValueAsString(AccountJson.of(account)));
        };
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(this == JSON ? line : SafeText.lines(line)).append('\n'));
    return text.toString();
  }
}
