package io.aleff.runtime.run;

import io.aleff.htn.Plan;
import io.aleff.htn.PlanNode;
import io.aleff.htn.PlanStep;
import io.aleff.runtime.port.Ports;
import io.aleff.runtime.port.RunRecord;
import io.aleff.runtime.port.RunStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Small questions about plans. */
final class Plans {

  private Plans() {}

  /** The newest plan of a run; null before the first. */
  static @Nullable Plan newest(Ports ports, RunRecord run) {
    return revision(ports, run, run.planRevision());
  }

  static @Nullable Plan revision(Ports ports, RunRecord run, int revision) {
    RunStore.PlanRecord record =
        revision == 0 ? null : ports.runs().plan(run.tenant(), run.id(), revision);
    return record == null ? null : record.plan();
  }

  static @Nullable PlanStep step(Plan plan, String id) {
    return plan.steps().stream().filter(step -> step.id().equals(id)).findFirst().orElse(null);
  }

  /** Names of the tasks from the goal down to a step; empty when the plan has no such step. */
  static List<String> path(PlanNode node, String step) {
    return switch (node) {
      case PlanNode.Step leaf -> leaf.stepId().equals(step) ? List.of(step) : List.of();
      case PlanNode.Task task -> {
        for (PlanNode child : task.children()) {
          List<String> below = path(child, step);
          if (!below.isEmpty()) {
            List<String> path = new ArrayList<>(List.of(task.task()));
            path.addAll(child instanceof PlanNode.Step ? List.of() : below);
            yield path;
          }
        }
        yield List.of();
      }
    };
  }

  /** Why a step is there: the reasons of the tasks above it. */
  static List<String> reasons(PlanNode node, String step) {
    if (node instanceof PlanNode.Task task && !path(task, step).isEmpty()) {
      List<String> all = new ArrayList<>();
      String why = task.reasons().isEmpty() ? "" : ": " + String.join("; ", task.reasons());
      all.add(task.task() + " by " + task.method() + why);
      task.rejected()
          .forEach(
              other ->
                  all.add(
                      "not by " + other.method() + " (" + other.cause() + "): " + other.detail()));
      task.children().forEach(child -> all.addAll(reasons(child, step)));
      return all;
    }
    return List.of();
  }

  /**
   * Gives new steps fresh ids, where an id was used for another step of the run before.
   *
   * @param taken ids of all recorded steps
   * @param kept ids that mean the same step as before
   */
  static Plan renamed(Plan plan, Set<String> taken, Set<String> kept) {
    Map<String, String> names = new HashMap<>();
    Set<String> used = new HashSet<>(taken);
    plan.steps().forEach(step -> used.add(step.id()));
    int next = 1;
    for (PlanStep step : plan.steps()) {
      if (taken.contains(step.id()) && !kept.contains(step.id())) {
        while (!used.add("s" + next)) {
          next++;
        }
        names.put(step.id(), "s" + next);
      }
    }
    if (names.isEmpty()) {
      return plan;
    }
    List<PlanStep> steps = plan.steps().stream().map(step -> renamed(step, names)).toList();
    return new Plan(
        plan.goal(),
        (PlanNode.Task) renamed(plan.root(), names),
        steps,
        plan.achieves(),
        plan.cost(),
        plan.duration());
  }

  private static PlanStep renamed(PlanStep step, Map<String, String> names) {
    return new PlanStep(
        names.getOrDefault(step.id(), step.id()),
        step.label(),
        step.action(),
        step.arguments(),
        step.after().stream().map(id -> names.getOrDefault(id, id)).toList(),
        step.priority(),
        step.cost(),
        step.duration(),
        step.reversibility(),
        step.run(),
        step.undo(),
        step.add(),
        step.delete(),
        step.numbers());
  }

  private static PlanNode renamed(PlanNode node, Map<String, String> names) {
    return switch (node) {
      case PlanNode.Step(String id) -> new PlanNode.Step(names.getOrDefault(id, id));
      case PlanNode.Task task ->
          new PlanNode.Task(
              task.id(),
              task.label(),
              task.task(),
              task.arguments(),
              task.method(),
              task.reasons(),
              task.rejected(),
              task.children().stream().map(child -> renamed(child, names)).toList());
    };
  }
}
