package io.aleff.htn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The attempts to plan that a {@link Repair} allows, least disturbance first. */
final class Replanning {

  private final PlanRequest request;
  private final GoalCheck goal;
  private final @Nullable Plan previous;
  private final Map<String, PlanStep> steps = new LinkedHashMap<>();
  private final Map<String, PlanNode.Task> parentOf = new HashMap<>();

  Replanning(PlanRequest request, GoalCheck goal) {
    this.request = request;
    this.goal = goal;
    this.previous = request.previous();
    if (previous != null) {
      previous.steps().forEach(step -> steps.put(step.id(), step));
      index(previous.root());
    }
  }

  private void index(PlanNode.Task root) {
    List<PlanNode.Task> open = new ArrayList<>(List.of(root));
    while (!open.isEmpty()) {
      PlanNode.Task task = open.removeLast();
      for (PlanNode child : task.children()) {
        switch (child) {
          case PlanNode.Task inner -> {
            parentOf.put(inner.id(), task);
            open.add(inner);
          }
          case PlanNode.Step leaf -> parentOf.put(leaf.stepId(), task);
        }
      }
    }
  }

  List<Problem> problems() {
    if (previous == null) {
      return List.of(problem(Set.of()));
    }
    String root = previous.root().id();
    if (request.repair() == Repair.ROOT) {
      return List.of(problem(Set.of(root)));
    }
    List<Problem> problems = new ArrayList<>();
    Set<String> level = failed();
    if (level.isEmpty()) {
      problems.add(problem(Set.of()));
      level = openSteps();
    }
    Set<String> reopened = new LinkedHashSet<>();
    while (!reopened.contains(root) && !level.isEmpty()) {
      level = above(level);
      if (!level.isEmpty()) {
        reopened.addAll(level);
        problems.add(problem(Set.copyOf(reopened)));
      }
      if (request.repair() == Repair.TASK) {
        return problems;
      }
    }
    if (!reopened.contains(root)) {
      reopened.add(root);
      problems.add(problem(Set.copyOf(reopened)));
    }
    return problems;
  }

  private Set<String> above(Set<String> nodes) {
    Set<String> above = new LinkedHashSet<>();
    for (String id : nodes) {
      PlanNode.Task parent = parentOf.get(id);
      if (parent != null) {
        above.add(parent.id());
      }
    }
    return above;
  }

  /** Steps that must not run as planned. */
  private Set<String> failed() {
    Set<String> failed = new LinkedHashSet<>();
    for (String id : openSteps()) {
      if (request.excluded().containsKey(Objects.requireNonNull(steps.get(id)).groundAction())) {
        failed.add(id);
      }
    }
    return failed;
  }

  private Set<String> openSteps() {
    Set<String> open = new LinkedHashSet<>(steps.keySet());
    open.removeAll(request.finished());
    return open;
  }

  private Problem problem(Set<String> reopened) {
    Set<String> touched = new HashSet<>();
    Set<String> held = new HashSet<>();
    for (String id : request.finished()) {
      List<String> above = new ArrayList<>();
      for (PlanNode.Task task = parentOf.get(id); task != null; task = parentOf.get(task.id())) {
        above.add(task.id());
      }
      if (!above.isEmpty() && above.stream().noneMatch(reopened::contains)) {
        held.add(id);
        touched.addAll(above);
      }
    }
    Map<String, PlanStep> reusable = new LinkedHashMap<>();
    for (PlanStep step : past()) {
      if (!held.contains(step.id())) {
        reusable.put(step.id(), step);
      }
    }
    Map<String, String> arguments = goal.arguments();
    Set<Fact> achieves = new LinkedHashSet<>();
    goal.task().achieves().forEach(atom -> achieves.add(atom.under(arguments)));
    return new Problem(
        request.domain(),
        expected(),
        request.goal(),
        arguments,
        Ordered.set(achieves),
        request.excluded(),
        previous == null ? null : previous.root(),
        reopened,
        touched,
        steps,
        request.finished(),
        reusable,
        earlier());
  }

  private Map<String, Set<String>> earlier() {
    Map<String, Set<String>> earlier = new HashMap<>();
    for (PlanStep step : past()) {
      Set<String> before = new HashSet<>(step.after());
      step.after().forEach(id -> before.addAll(earlier.getOrDefault(id, Set.of())));
      earlier.put(step.id(), before);
    }
    return earlier;
  }

  /** The observed state once the running steps have ended well. */
  private WorldState expected() {
    WorldState state = request.state();
    for (PlanStep step : past()) {
      if (request.running().contains(step.id())) {
        state = States.after(state, step);
      }
    }
    return state;
  }

  /** The steps of the previous plan that are done or running, in its order. */
  List<PlanStep> past() {
    return steps.values().stream().filter(s -> request.finished().contains(s.id())).toList();
  }

  /** The number of the first new step. */
  int nextId() {
    int highest = 0;
    for (String id : steps.keySet()) {
      highest = Math.max(highest, Integer.parseInt(id.substring(1)));
    }
    return highest + 1;
  }
}
