package io.aleff.htn.explain;

import io.aleff.htn.Action;
import io.aleff.htn.Domain;
import io.aleff.htn.HierarchicalPlan;
import io.aleff.htn.HtnProblem;
import io.aleff.htn.Subtask;
import io.aleff.htn.Task;
import io.aleff.htn.verify.HierarchicalPlanChecker;
import io.aleff.htn.verify.Replay;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A sound plan as it unfolds: its decompositions and steps in one order of carrying it out. */
final class Course {

  /** What happens next. */
  sealed interface Event {}

  /**
   * A method is taken.
   *
   * @param task null for the initial task network
   */
  record Choose(Replay.Taken taken, @org.jspecify.annotations.Nullable Task task)
      implements Event {}

  /** A step runs. */
  record Run(HierarchicalPlan.Step step, Action action) implements Event {}

  /** The subtask that a node of the plan serves, and the decomposition that asked for it. */
  record Origin(Subtask subtask, int parent) {}

  final HierarchicalPlan plan;
  final List<Event> events = new ArrayList<>();
  final Map<Integer, Origin> origins = new HashMap<>();
  private final Map<Integer, String> calls = new HashMap<>();
  private final Map<Integer, List<String>> arguments = new HashMap<>();

  /**
   * @throws IllegalArgumentException when the checker rejects the plan
   */
  Course(Domain domain, HtnProblem problem, HierarchicalPlan plan) {
    this.plan = plan;
    Replay replay = HierarchicalPlanChecker.replay(domain, problem, plan);
    if (!replay.findings().isEmpty()) {
      throw new IllegalArgumentException("This is no plan: " + replay.findings().getFirst());
    }
    plan.steps().forEach(s -> name(s.id(), s.action(), s.arguments()));
    plan.decompositions().forEach(d -> name(d.id(), d.task(), d.arguments()));
    List<Replay.Taken> taken = new ArrayList<>(replay.taken());
    taken.sort(Comparator.comparingInt(Replay.Taken::state));
    int next = 0;
    for (int ran = 0; ran <= plan.steps().size(); ran++) {
      while (next < taken.size() && taken.get(next).state() <= ran) {
        choose(domain, taken.get(next++));
      }
      if (ran < plan.steps().size()) {
        HierarchicalPlan.Step step = plan.steps().get(ran);
        Action action = Objects.requireNonNull(domain.actions().get(step.action()));
        events.add(new Run(step, action));
      }
    }
  }

  private void name(int id, String task, List<String> values) {
    calls.put(id, task);
    arguments.put(id, values);
  }

  private void choose(Domain domain, Replay.Taken taken) {
    Task task = taken.id() == Replay.TOP ? null : domain.tasks().get(name(taken.id()));
    events.add(new Choose(taken, task));
    for (int i = 0; i < taken.children().size(); i++) {
      Subtask subtask = taken.method().subtasks().get(i);
      origins.put(taken.children().get(i), new Origin(subtask, taken.id()));
    }
  }

  /** The task or action that a node of the plan is. */
  String name(int id) {
    return Objects.requireNonNull(calls.get(id));
  }

  /** Its arguments. */
  List<String> arguments(int id) {
    return Objects.requireNonNull(arguments.get(id));
  }

  /** How nodes are named to people: as in the plan. */
  static String id(int id) {
    return id == Replay.TOP ? "root" : String.valueOf(id);
  }
}
