package io.aleff.htn;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Turns what the search found into a plan: tree, steps, order, numbers and reasons. */
final class PlanBuilder {

  private final Problem problem;
  private final Search.Solution solution;
  private final List<PlanStep> past;
  private final Deordering order = new Deordering();
  private final Map<Node, Integer> events = new HashMap<>();
  private final Map<Integer, PlanStep> steps = new HashMap<>();
  private int nextId;

  /**
   * @param past the finished steps of the previous plan, in its order
   * @param nextId the number of the first new step
   */
  PlanBuilder(Problem problem, Search.Solution solution, List<PlanStep> past, int nextId) {
    this.problem = problem;
    this.solution = solution;
    this.past = past;
    this.nextId = nextId;
  }

  Plan build() {
    happened();
    for (int i = 0; i < solution.options().size(); i++) {
      event(solution.options().get(i));
    }
    declaredOrder();
    Map<Integer, String> ids = new HashMap<>();
    List<PlanStep> named = name(new Schedule(order.direct(), steps), ids);
    PlanNode.Task root = new TreeBuilder(problem, solution, stepIds(ids)).build();
    BigDecimal cost = named.stream().map(PlanStep::cost).reduce(BigDecimal.ZERO, BigDecimal::add);
    Goal goal = new Goal(problem.goal().task(), problem.arguments());
    return new Plan(goal, root, named, problem.achieves(), cost, duration(named));
  }

  /** What is done comes first, in its own order. */
  private void happened() {
    Map<String, Integer> byId = new HashMap<>();
    Map<String, String> labels = labels();
    for (PlanStep step : past) {
      int event = order.add(Map.of(), writes(step));
      order.settle(event);
      for (String before : step.after()) {
        Integer earlier = byId.get(before);
        if (earlier != null) {
          order.order(earlier, event);
        }
      }
      byId.put(step.id(), event);
      steps.put(event, labelled(step, labels.getOrDefault(step.id(), step.label())));
    }
    for (Option option : solution.options()) {
      if (option.move instanceof Option.Keep keep) {
        events.put(option.node, Objects.requireNonNull(byId.get(keep.step().id())));
      }
    }
  }

  /** A finished step may now serve another subtask than it was planned for. */
  private Map<String, String> labels() {
    Map<String, String> labels = new HashMap<>();
    for (Option option : solution.options()) {
      if (option.move instanceof Option.Keep keep) {
        labels.put(keep.step().id(), option.node.label);
      }
    }
    return labels;
  }

  private void event(Option option) {
    switch (option.move) {
      case Option.Keep ignored -> {}
      case Option.Decompose move -> events.put(option.node, order.add(move.reads(), Map.of()));
      case Option.Execute move -> {
        PlanStep step = step(option.node, move, option.cost);
        int event = order.add(move.outcome().reads(), writes(step));
        events.put(option.node, event);
        steps.put(event, step);
      }
    }
  }

  private static PlanStep step(Node node, Option.Execute move, BigDecimal cost) {
    Action action = move.action();
    Placeholders values = new Placeholders(node.arguments);
    return new PlanStep(
        move.former() == null ? "" : move.former().id(),
        node.label,
        node.name,
        Ordered.map(node.arguments),
        List.of(),
        node.priority,
        cost,
        action.duration(),
        action.reversibility(),
        values.fill(action.run()),
        values.fill(action.undo()),
        Ordered.set(move.outcome().add()),
        Ordered.set(move.outcome().delete()),
        Ordered.map(move.outcome().numbers()));
  }

  private static Map<Fact, String> writes(PlanStep step) {
    Map<Fact, String> writes = new LinkedHashMap<>();
    step.delete().forEach(fact -> writes.put(fact, "false"));
    step.add().forEach(fact -> writes.put(fact, "true"));
    step.numbers().forEach((fluent, value) -> writes.put(fluent, Literals.plain(value)));
    return writes;
  }

  private void declaredOrder() {
    for (int i = 0; i < solution.options().size(); i++) {
      Node node = solution.options().get(i).node;
      List<Node> children = solution.changes().get(i).children();
      children.forEach(child -> order(node, child));
      if (children.isEmpty()) {
        node.successors.forEach(next -> order(node, next));
      }
    }
  }

  private void order(Node first, Node second) {
    Integer before = events.get(first);
    Integer after = events.get(second);
    if (before != null && after != null && after >= past.size()) {
      order.order(before, after);
    }
  }

  /** Gives new steps their ids, in order, and replaces the numbers in {@code after} by ids. */
  private List<PlanStep> name(Schedule schedule, Map<Integer, String> ids) {
    List<Integer> ordered = schedule.order(problem.finished(), ranks());
    List<BitSet> after = schedule.reduced();
    List<PlanStep> named = new ArrayList<>();
    for (int event : ordered) {
      PlanStep step = Objects.requireNonNull(steps.get(event));
      String id = step.id().isEmpty() ? "s" + nextId++ : step.id();
      ids.put(event, id);
      named.add(
          copy(step, id, step.label(), after.get(event).stream().mapToObj(ids::get).toList()));
    }
    return named;
  }

  /** New steps keep the order in which the methods declare them. */
  private Map<Integer, Integer> ranks() {
    Map<Integer, Integer> ranks = new HashMap<>();
    events.forEach((node, event) -> ranks.put(event, node.index));
    return ranks;
  }

  private static PlanStep labelled(PlanStep s, String label) {
    return label.equals(s.label()) ? s : copy(s, s.id(), label, s.after());
  }

  private static PlanStep copy(PlanStep s, String id, String label, List<String> after) {
    return new PlanStep(
        id,
        label,
        s.action(),
        s.arguments(),
        after,
        s.priority(),
        s.cost(),
        s.duration(),
        s.reversibility(),
        s.run(),
        s.undo(),
        s.add(),
        s.delete(),
        s.numbers());
  }

  private Map<Node, String> stepIds(Map<Integer, String> ids) {
    Map<Node, String> byNode = new HashMap<>();
    events.forEach(
        (node, event) -> {
          String id = ids.get(event);
          if (id != null) {
            byNode.put(node, id);
          }
        });
    return byNode;
  }

  private static Duration duration(List<PlanStep> ordered) {
    Map<String, Duration> ends = new HashMap<>();
    Duration longest = Duration.ZERO;
    for (PlanStep step : ordered) {
      Duration start = Duration.ZERO;
      for (String id : step.after()) {
        Duration end = ends.getOrDefault(id, Duration.ZERO);
        start = end.compareTo(start) > 0 ? end : start;
      }
      Duration end = start.plus(step.duration());
      ends.put(step.id(), end);
      longest = end.compareTo(longest) > 0 ? end : longest;
    }
    return longest;
  }
}
