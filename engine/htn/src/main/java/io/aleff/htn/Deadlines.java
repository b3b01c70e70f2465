package io.aleff.htn;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether the tasks of a plan end in time when every step starts as early as it can. */
final class Deadlines {

  private Deadlines() {}

  /** Whether any task of a domain has a deadline. */
  static boolean matter(Domain domain) {
    return domain.tasks().values().stream().anyMatch(task -> task.deadline() != null);
  }

  /** The first deadline that a plan misses, in words; null when it keeps all. */
  static @Nullable String missed(Domain domain, Plan plan) {
    if (!matter(domain)) {
      return null;
    }
    Map<String, Duration> ends = ends(plan.steps());
    List<PlanNode.Task> open = new ArrayList<>(List.of(plan.root()));
    List<PlanNode.Task> tasks = new ArrayList<>();
    while (!open.isEmpty()) {
      PlanNode.Task task = open.removeLast();
      tasks.add(task);
      for (PlanNode child : task.children()) {
        if (child instanceof PlanNode.Task inner) {
          open.add(inner);
        }
      }
    }
    for (PlanNode.Task task : tasks.reversed()) {
      Duration end = Duration.ZERO;
      for (PlanNode child : task.children()) {
        Duration own = ends.getOrDefault(id(child), Duration.ZERO);
        end = own.compareTo(end) > 0 ? own : end;
      }
      ends.put(task.id(), end);
      Task declared = domain.tasks().get(task.task());
      Duration deadline = declared == null ? null : declared.deadline();
      if (deadline != null && end.compareTo(deadline) > 0) {
        return "%s ends after %s, its deadline is %s".formatted(task.task(), end, deadline);
      }
    }
    return null;
  }

  private static String id(PlanNode node) {
    return switch (node) {
      case PlanNode.Task task -> task.id();
      case PlanNode.Step step -> step.stepId();
    };
  }

  private static Map<String, Duration> ends(List<PlanStep> steps) {
    Map<String, Duration> ends = new HashMap<>();
    for (PlanStep step : steps) {
      Duration start = Duration.ZERO;
      for (String id : step.after()) {
        Duration end = ends.getOrDefault(id, Duration.ZERO);
        start = end.compareTo(start) > 0 ? end : start;
      }
      ends.put(step.id(), start.plus(step.duration()));
    }
    return ends;
  }
}
