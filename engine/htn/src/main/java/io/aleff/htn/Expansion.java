package io.aleff.htn;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the options for one node: its methods, its action, or a step that is already done. */
final class Expansion {

  private final Problem problem;
  private final Domain domain;
  private final Evaluator evaluator;
  private final Matcher matcher;
  private final Words words;
  private final LowerBounds bounds;
  private final SearchState state;

  Expansion(Problem problem, SearchState state, Budget budget, LowerBounds bounds) {
    this.problem = problem;
    this.domain = problem.domain();
    this.state = state;
    Universe objects = new Universe(domain, problem.state());
    this.evaluator = new Evaluator(state, objects);
    this.matcher = new Matcher(state, objects, evaluator, budget);
    this.words = new Words(evaluator);
    this.bounds = bounds;
  }

  /**
   * @param used ids of finished steps that the plan so far already counts on
   */
  void expand(Node node, Frame frame, Set<String> used) {
    PlanStep former =
        node.script instanceof PlanNode.Step leaf ? problem.steps().get(leaf.stepId()) : null;
    if (former != null && problem.finished().contains(former.id())) {
      keep(node, former, frame);
      return;
    }
    Map<Fact, String> reads = new LinkedHashMap<>();
    if (!hasBegun(node) && !evaluator.holds(node.guard, node.guardBinding, reads)) {
      frame.fail(
          new Failure(
              Failure.PRECONDITION,
              node.text() + ": " + words.failing(node.guard, node.guardBinding)));
      return;
    }
    Task task = domain.tasks().get(node.name);
    if (task != null) {
      decompose(node, task, frame, reads);
    } else {
      Action action = domain.actions().get(node.name);
      if (action != null) {
        reuse(node, frame, used);
        execute(node, action, former, frame, reads);
      }
    }
  }

  /** What a task needed when its first step ran is not asked again. */
  private boolean hasBegun(Node node) {
    return node.script instanceof PlanNode.Task former
        && !problem.reopened().contains(former.id())
        && problem.touched().contains(former.id());
  }

  private void keep(Node node, PlanStep step, Frame frame) {
    if (!mayServe(node, step)) {
      frame.fail(
          new Failure(Failure.DEAD_END, "the finished step " + step.id() + " would have to wait"));
    } else {
      frame.options.add(new Option(node, new Option.Keep(step), BigDecimal.ZERO));
    }
  }

  /** Nothing that is yet to run may come before a finished step, nor one that ran later. */
  private boolean mayServe(Node node, PlanStep step) {
    return !node.tainted
        && problem.earlier().getOrDefault(step.id(), Set.of()).containsAll(node.kept);
  }

  /** A finished step serves again when all it brought about still holds. */
  private void reuse(Node node, Frame frame, Set<String> used) {
    for (PlanStep step : problem.reusable().values()) {
      if (mayServe(node, step)
          && !used.contains(step.id())
          && step.groundAction().equals(node.groundAction())
          && step.add().stream().allMatch(state::contains)) {
        frame.options.add(new Option(node, new Option.Keep(step), BigDecimal.ZERO));
        return;
      }
    }
  }

  private void execute(
      Node node, Action action, @Nullable PlanStep former, Frame frame, Map<Fact, String> reads) {
    String reason = problem.excluded().get(node.groundAction());
    if (reason != null) {
      frame.fail(new Failure(Failure.EXCLUDED, node.text() + " is excluded: " + reason));
      return;
    }
    if (!evaluator.holds(action.precondition(), node.arguments, reads)) {
      frame.fail(
          new Failure(
              Failure.PRECONDITION,
              node.text() + ": " + words.failing(action.precondition(), node.arguments)));
      return;
    }
    Outcome outcome = evaluator.outcome(action.effects(), node.arguments, reads);
    frame.options.add(
        new Option(
            node,
            new Option.Execute(action, outcome, former),
            evaluator.cost(action.cost(), node.arguments)));
  }

  private void decompose(Node node, Task task, Frame frame, Map<Fact, String> guard) {
    if (node.script instanceof PlanNode.Task former && !problem.reopened().contains(former.id())) {
      repeat(node, task, former, frame, guard);
      return;
    }
    List<Method> cheapest = new ArrayList<>(task.methods());
    cheapest.removeIf(m -> bounds.of(m) == null);
    cheapest.sort(Comparator.comparing(m -> Objects.requireNonNull(bounds.of(m))));
    for (Method method : cheapest) {
      List<Map<String, String>> bindings =
          matcher.solve(method.precondition(), method.variables(), node.arguments);
      for (Map<String, String> binding : bindings) {
        frame.options.add(decomposition(node, method, binding, Map.of(), guard));
      }
      if (bindings.isEmpty()) {
        frame.note(node, method.name(), unmet(method, node));
      }
    }
  }

  private Failure unmet(Method method, Node node) {
    String why =
        method.variables().isEmpty()
            ? words.failing(method.precondition(), node.arguments)
            : words.unsatisfied(method.precondition(), method.variables(), node.arguments);
    return new Failure(Failure.PRECONDITION, why);
  }

  private Option decomposition(
      Node node,
      Method method,
      Map<String, String> binding,
      Map<String, PlanNode> scripts,
      Map<Fact, String> guard) {
    Map<Fact, String> reads = new LinkedHashMap<>(guard);
    evaluator.holds(method.precondition(), binding, reads);
    BigDecimal cost = evaluator.cost(method.cost(), binding);
    for (Subtask subtask : method.subtasks()) {
      cost = cost.add(evaluator.cost(subtask.cost(), binding));
    }
    return new Option(node, new Option.Decompose(method, binding, scripts, reads), cost);
  }

  /** Takes the method of the previous plan again. */
  private void repeat(
      Node node, Task task, PlanNode.Task former, Frame frame, Map<Fact, String> guard) {
    Method method = task.method(former.method());
    Map<String, PlanNode> scripts = new HashMap<>();
    former.children().forEach(child -> scripts.put(label(child), child));
    boolean same =
        method != null
            && scripts.size() == method.subtasks().size()
            && method.subtasks().stream().allMatch(s -> scripts.containsKey(s.id()));
    if (method == null || !same) {
      frame.fail(
          new Failure(
              Failure.DEAD_END, "the method " + former.method() + " is no longer the same"));
      return;
    }
    Map<String, String> binding = known(method, node.arguments, scripts);
    if (hasBegun(node)) {
      frame.options.add(
          new Option(
              node, new Option.Decompose(method, binding, scripts, Map.of()), BigDecimal.ZERO));
      return;
    }
    List<Parameter> open =
        method.variables().stream().filter(v -> !binding.containsKey(v.name())).toList();
    List<Map<String, String>> bindings = matcher.solve(method.precondition(), open, binding);
    if (bindings.isEmpty()) {
      frame.note(node, method.name(), unmet(method, node));
    } else {
      frame.options.add(decomposition(node, method, bindings.getFirst(), scripts, guard));
    }
  }

  private String label(PlanNode child) {
    return switch (child) {
      case PlanNode.Task task -> task.label();
      case PlanNode.Step step ->
          problem.steps().containsKey(step.stepId())
              ? problem.steps().get(step.stepId()).label()
              : step.stepId();
    };
  }

  /** The method's variables as the children of the previous plan show them. */
  private Map<String, String> known(
      Method method, Map<String, String> arguments, Map<String, PlanNode> scripts) {
    Map<String, String> binding = new LinkedHashMap<>(arguments);
    for (Subtask subtask : method.subtasks()) {
      List<String> values = arguments(scripts.get(subtask.id()));
      for (int i = 0; i < Math.min(values.size(), subtask.arguments().size()); i++) {
        if (subtask.arguments().get(i) instanceof Term.Variable variable) {
          binding.putIfAbsent(variable.name(), values.get(i));
        }
      }
    }
    return binding;
  }

  private List<String> arguments(@Nullable PlanNode child) {
    return switch (child) {
      case null -> List.of();
      case PlanNode.Task task -> List.copyOf(task.arguments().values());
      case PlanNode.Step step -> {
        PlanStep known = problem.steps().get(step.stepId());
        yield known == null ? List.of() : List.copyOf(known.arguments().values());
      }
    };
  }

  Words words() {
    return words;
  }
}
