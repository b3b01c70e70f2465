package io.aleff.htn;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Depth-first progression through decompositions, as in SHOP2 (Nau et al. 2003), with an explicit
 * stack. It goes on after the first plan and prunes what cannot be cheaper (branch and bound),
 * never enters the same state with the same network twice at no lower cost, and of independent open
 * tasks tries one order only ({@link Stubborn}). Complete up to the depth limit.
 */
final class Search {

  /** A plan that was found: the situations on the way with the options taken. */
  record Solution(
      List<Frame> frames,
      List<Option> options,
      List<Network.@Nullable Change> changes,
      BigDecimal cost) {}

  private final Problem problem;
  private final SearchState state;
  private final Network network;
  private final Budget budget;
  private final Expansion expansion;
  private final LowerBounds bounds;
  private final Stubborn stubborn;
  private final int deepest;
  private final boolean bounded;
  private final @Nullable Function<Solution, @Nullable String> objection;
  private final Map<Hash, BigDecimal> visited = new HashMap<>();
  private final Set<String> used = new LinkedHashSet<>();
  private final List<Frame> stack = new ArrayList<>();
  private final Set<PlanNode.Rejection> tried = new LinkedHashSet<>();
  private BigDecimal spent = BigDecimal.ZERO;
  private BigDecimal rest = BigDecimal.ZERO;
  private Hash usedHash = Hash.ZERO;
  private boolean cut;
  private @Nullable Solution best;
  private @Nullable Failure rootFailure;

  Search(Problem problem, LowerBounds bounds, Stubborn stubborn, Budget budget, int deepest) {
    this(problem, bounds, stubborn, budget, deepest, null);
  }

  /**
   * @param objection says why a solution will not do, or null when it will; then nothing is pruned
   *     for having been met before, as the way to a situation matters
   */
  Search(
      Problem problem,
      LowerBounds bounds,
      Stubborn stubborn,
      Budget budget,
      int deepest,
      @Nullable Function<Solution, @Nullable String> objection) {
    this.objection = objection;
    this.problem = problem;
    this.bounds = bounds;
    this.stubborn = stubborn;
    this.budget = budget;
    this.deepest = deepest;
    this.bounded = problem.finished().isEmpty();
    this.state = new SearchState(problem.state());
    this.network = new Network(problem.domain());
    this.expansion = new Expansion(problem, state, budget, bounds);
  }

  /** Null when there is no plan within the depth limit and the budget. */
  @Nullable Solution run() {
    Node root = network.start(problem.goal(), problem.arguments(), problem.script());
    rest = bound(root);
    BigDecimal least = rest;
    stack.add(expanded());
    while (!stack.isEmpty() && !budget.exhausted() && !isOptimal(least)) {
      Frame frame = stack.getLast();
      takeBack(frame);
      Option option = frame.advance();
      if (option == null) {
        leave(frame);
      } else {
        attempt(frame, option);
      }
    }
    return best;
  }

  /** Whether the depth limit hid something. */
  boolean wasCut() {
    return cut;
  }

  List<PlanNode.Rejection> tried() {
    return List.copyOf(tried);
  }

  @Nullable Failure rootFailure() {
    return rootFailure;
  }

  private boolean isOptimal(BigDecimal least) {
    return best != null && bounded && best.cost().compareTo(least) <= 0;
  }

  private void attempt(Frame frame, Option option) {
    budget.charge();
    BigDecimal spentBefore = spent;
    BigDecimal restBefore = rest;
    frame.applied = apply(option);
    frame.spent = spentBefore;
    frame.rest = restBefore;
    if (best != null && spent.add(rest).compareTo(best.cost()) >= 0) {
      option.fate = new Option.Bounded(spent.add(rest));
    } else if (network.isEmpty()) {
      arrive(frame, option);
    } else if (objection == null && !isNew()) {
      dead(
          frame,
          option,
          new Failure(Failure.DEAD_END, "leads to a situation that was tried before"));
    } else {
      stack.add(expanded());
    }
  }

  /** Whether this state and network are met for the first time, or at a lower cost than before. */
  private boolean isNew() {
    Hash here = state.hash().then(network.hash()).then(usedHash);
    BigDecimal known = visited.get(here);
    if (known != null && known.compareTo(spent) <= 0) {
      return false;
    }
    visited.put(here, spent);
    return true;
  }

  private void arrive(Frame frame, Option option) {
    for (Fact fact : problem.achieves()) {
      if (!state.contains(fact)) {
        dead(frame, option, new Failure(Failure.DEAD_END, fact + " is not reached"));
        return;
      }
    }
    List<Option> options = new ArrayList<>();
    List<Network.@Nullable Change> changes = new ArrayList<>();
    for (Frame step : stack) {
      if (step.current != null && step.applied != null) {
        options.add(step.current);
        changes.add(step.applied.network());
      }
    }
    Solution found = new Solution(List.copyOf(stack), options, changes, spent);
    String why = objection == null ? null : objection.apply(found);
    if (why != null) {
      dead(frame, option, new Failure(Failure.DEAD_END, why));
      return;
    }
    best = found;
    option.fate = new Option.Solved(spent);
    frame.markSolved(spent);
  }

  private void dead(Frame frame, Option option, Failure failure) {
    option.fate = new Option.Dead(failure);
    frame.fail(failure);
    remember(option, failure);
  }

  private void remember(Option option, Failure failure) {
    if (option.move instanceof Option.Decompose move) {
      remember(option.node, move.method().name(), failure.above());
    }
  }

  private void remember(Node node, String method, Failure failure) {
    if (tried.size() < 100) {
      tried.add(
          new PlanNode.Rejection(node.name + "/" + method, failure.cause(), failure.detail()));
    }
  }

  private void leave(Frame frame) {
    stack.removeLast();
    if (stack.isEmpty()) {
      rootFailure = frame.failure();
      return;
    }
    Frame above = stack.getLast();
    Option option = above.current;
    if (option == null) {
      return;
    }
    BigDecimal cost = frame.solvedCost();
    if (cost != null) {
      option.fate = new Option.Solved(cost);
      above.markSolved(cost);
    } else if (frame.wasBounded()) {
      option.fate = new Option.Bounded(Objects.requireNonNull(best).cost());
    } else {
      dead(above, option, frame.failure());
    }
  }

  private Frame expanded() {
    Frame frame = new Frame();
    for (Node node : stubborn.choose(network)) {
      if (node.depth > deepest) {
        cut = true;
        frame.fail(new Failure(Failure.DEAD_END, node.text() + " is nested too deeply"));
      } else {
        expansion.expand(node, frame, used);
      }
    }
    frame.noted.forEach(n -> remember(n.node(), n.method(), n.failure()));
    return frame;
  }

  private Frame.Applied apply(Option option) {
    spent = spent.add(option.cost);
    rest = rest.subtract(bound(option.node));
    return switch (option.move) {
      case Option.Decompose move -> {
        Network.Change change =
            network.decompose(option.node, move.method(), move.binding(), move.scripts());
        change.children().forEach(child -> rest = rest.add(bound(child)));
        yield new Frame.Applied(change, null, null);
      }
      case Option.Execute move ->
          new Frame.Applied(network.finish(option.node), state.apply(move.outcome()), null);
      case Option.Keep move -> {
        used.add(move.step().id());
        usedHash = usedHash.xor(Hash.of(move.step().id()));
        yield new Frame.Applied(network.keep(option.node, move.step().id()), null, move.step());
      }
    };
  }

  private void takeBack(Frame frame) {
    Frame.Applied applied = frame.applied;
    if (applied == null) {
      return;
    }
    frame.applied = null;
    if (applied.state() != null) {
      state.undo(applied.state());
    }
    if (applied.used() != null) {
      used.remove(applied.used().id());
      usedHash = usedHash.xor(Hash.of(applied.used().id()));
    }
    network.undo(applied.network());
    spent = frame.spent;
    rest = frame.rest;
  }

  private BigDecimal bound(Node node) {
    BigDecimal least = bounded ? bounds.of(node.name) : null;
    return least == null ? BigDecimal.ZERO : least;
  }
}
