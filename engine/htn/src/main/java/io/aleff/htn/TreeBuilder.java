package io.aleff.htn;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The task tree of a plan. Replays the plan, so that reasons name the values of the moment. */
final class TreeBuilder {

  private final Problem problem;
  private final Search.Solution solution;
  private final Map<Node, String> stepIds;
  private final LowerBounds bounds;

  TreeBuilder(Problem problem, Search.Solution solution, Map<Node, String> stepIds) {
    this.problem = problem;
    this.solution = solution;
    this.stepIds = stepIds;
    this.bounds = new LowerBounds(problem.domain());
  }

  PlanNode.Task build() {
    List<List<String>> reasons = reasons();
    Map<Node, PlanNode> built = new HashMap<>();
    Map<Node, String> taskIds = taskIds();
    PlanNode.Task root = null;
    for (int i = solution.options().size() - 1; i >= 0; i--) {
      Option option = solution.options().get(i);
      if (option.move instanceof Option.Decompose move) {
        List<PlanNode> children = new ArrayList<>();
        for (Node child : solution.changes().get(i).children()) {
          children.add(Objects.requireNonNull(built.get(child)));
        }
        String id = Objects.requireNonNull(taskIds.get(option.node));
        root = task(id, option, move, reasons.get(i), solution.frames().get(i), children);
        built.put(option.node, root);
      } else {
        String id = Objects.requireNonNull(stepIds.get(option.node));
        built.put(option.node, new PlanNode.Step(id));
      }
    }
    return Objects.requireNonNull(root);
  }

  private Map<Node, String> taskIds() {
    Map<Node, String> ids = new HashMap<>();
    for (Option option : solution.options()) {
      if (option.move instanceof Option.Decompose) {
        ids.put(option.node, "t" + (ids.size() + 1));
      }
    }
    return ids;
  }

  private PlanNode.Task task(
      String id,
      Option option,
      Option.Decompose move,
      List<String> reasons,
      Frame frame,
      List<PlanNode> children) {
    Node node = option.node;
    boolean repeated =
        node.script instanceof PlanNode.Task former && !problem.reopened().contains(former.id());
    PlanNode.Task former = repeated ? (PlanNode.Task) node.script : null;
    return new PlanNode.Task(
        id,
        node.label,
        node.name,
        Ordered.map(node.arguments),
        move.method().name(),
        former != null ? former.reasons() : reasons,
        former != null ? former.rejected() : rejected(node, move.method(), frame),
        List.copyOf(children));
  }

  private List<List<String>> reasons() {
    SearchState state = new SearchState(problem.state());
    Words words = new Words(new Evaluator(state, new Universe(problem.domain(), problem.state())));
    List<List<String>> reasons = new ArrayList<>();
    for (Option option : solution.options()) {
      List<String> own = new ArrayList<>();
      switch (option.move) {
        case Option.Decompose move -> own.addAll(reasons(option, move, words));
        case Option.Execute move -> state.apply(move.outcome());
        case Option.Keep ignored -> {}
      }
      reasons.add(own);
    }
    return reasons;
  }

  private static List<String> reasons(Option option, Option.Decompose move, Words words) {
    List<String> reasons =
        new ArrayList<>(words.holding(move.method().precondition(), move.binding()));
    if (move.method().precondition().equals(Formula.TRUE)) {
      reasons.add("has no precondition");
    }
    if (option.cost.signum() > 0) {
      reasons.add("costs " + Literals.plain(option.cost));
    }
    return reasons;
  }

  private List<PlanNode.Rejection> rejected(Node node, Method chosen, Frame frame) {
    List<PlanNode.Rejection> rejected = new ArrayList<>();
    Task task = Objects.requireNonNull(problem.domain().tasks().get(node.name));
    for (Method method : task.methods()) {
      if (!method.equals(chosen)) {
        Failure why = why(node, method, chosen, frame);
        rejected.add(new PlanNode.Rejection(method.name(), why.cause(), why.detail()));
      }
    }
    return rejected;
  }

  private Failure why(Node node, Method method, Method chosen, Frame frame) {
    for (Frame.Noted noted : frame.noted) {
      if (noted.node() == node && noted.method().equals(method.name())) {
        return noted.failure();
      }
    }
    Failure why = null;
    for (Option option : frame.options) {
      if (option.node == node
          && option.move instanceof Option.Decompose move
          && move.method().equals(method)) {
        Failure found = why(option.fate, method, chosen);
        why = why == null || found.cause().equals(Failure.COST) ? found : why;
      }
    }
    return why == null ? new Failure(Failure.DEAD_END, "it can never end") : why;
  }

  private Failure why(Option.Fate fate, Method method, Method chosen) {
    String best = "the chosen plan costs " + Literals.plain(solution.cost());
    return switch (fate) {
      case Option.Dead dead -> dead.failure().above();
      case Option.Solved solved ->
          new Failure(
              Failure.COST, "its plan costs " + Literals.plain(solved.cost()) + ", " + best);
      case Option.Bounded bounded ->
          new Failure(
              Failure.COST,
              "its plan costs at least " + Literals.plain(bounded.bound()) + ", " + best);
      case Option.Untried ignored -> new Failure(Failure.COST, compared(method, chosen));
    };
  }

  private String compared(Method method, Method chosen) {
    BigDecimal own = bounds.of(method);
    BigDecimal other = bounds.of(chosen);
    if (own == null || other == null || own.compareTo(other) <= 0) {
      return "costs no less, and comes later in the definition";
    }
    return "costs at least " + Literals.plain(own) + ", the chosen method " + Literals.plain(other);
  }
}
