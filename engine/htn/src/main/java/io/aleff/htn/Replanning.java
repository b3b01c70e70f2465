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

/**
 * The attempts to plan, least disturbance first: the previous tree as it is, then with the tasks
 * around the failed steps opened, one level higher each time, in the end from the root.
 */
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
    List<Problem> problems = new ArrayList<>();
    Set<String> failed = failed();
    Set<String> reopened = new LinkedHashSet<>();
    if (failed.isEmpty()) {
      problems.add(problem(Set.of()));
      failed = openSteps();
    }
    Set<String> level = failed;
    while (!reopened.contains(previous.root().id()) && !level.isEmpty()) {
      Set<String> above = new LinkedHashSet<>();
      for (String id : level) {
        PlanNode.Task parent = parentOf.get(id);
        if (parent != null) {
          above.add(parent.id());
        }
      }
      if (!above.isEmpty()) {
        reopened.addAll(above);
        problems.add(problem(Set.copyOf(reopened)));
      }
      level = above;
    }
    if (!reopened.contains(previous.root().id())) {
      reopened.add(previous.root().id());
      problems.add(problem(Set.copyOf(reopened)));
    }
    return problems;
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
