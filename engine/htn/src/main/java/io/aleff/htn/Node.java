package io.aleff.htn;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An open task or action in the task network of the search. What comes after it never changes; what
 * comes before it only shrinks, so that a network is known by its first nodes.
 */
final class Node {

  /** Urgent nodes first, then in order of creation. */
  static final Comparator<Node> ORDER =
      Comparator.comparing((Node n) -> n.priority).thenComparingInt(n -> n.index);

  final int index;
  final int depth;
  final String label;
  final String name;
  final Map<String, String> arguments;
  final Priority priority;
  final Formula guard;
  final Map<String, String> guardBinding;
  final List<Node> successors;

  /** The node of the previous plan that this one repeats; null when it is free. */
  final @Nullable PlanNode script;

  final Hash shape;

  /** Predecessors that are still open. */
  int waiting;

  /** Whether a step that is yet to run comes before it. */
  boolean tainted;

  /** Ids of the last finished steps that come before it. */
  Set<String> kept = Set.of();

  Node(
      int index,
      int depth,
      String label,
      String name,
      Map<String, String> arguments,
      Priority priority,
      Formula guard,
      Map<String, String> guardBinding,
      List<Node> successors,
      @Nullable PlanNode script) {
    this.index = index;
    this.depth = depth;
    this.label = label;
    this.name = name;
    this.arguments = arguments;
    this.priority = priority;
    this.guard = guard;
    this.guardBinding = guardBinding;
    this.successors = List.copyOf(successors);
    this.script = script;
    this.shape =
        successors.size() == 1
            ? own().then(successors.getFirst().shape)
            : own().then(encode(successors));
  }

  GroundAction groundAction() {
    return new GroundAction(name, List.copyOf(arguments.values()));
  }

  String text() {
    return name + "(" + String.join(", ", arguments.values()) + ")";
  }

  private Hash own() {
    Hash hash = Hash.of(name);
    for (String value : arguments.values()) {
      hash = hash.then(Hash.of(value));
    }
    if (!guard.equals(Formula.TRUE)) {
      hash = hash.then(Hash.of(guard + guardBinding.toString()));
    }
    return switch (script) {
      case null -> hash;
      case PlanNode.Task task -> hash.then(Hash.of(task.id()));
      case PlanNode.Step step -> hash.then(Hash.of(step.stepId()));
    };
  }

  /** What is known of the steps before it. */
  Hash past() {
    Hash hash = Hash.ZERO;
    for (String id : kept) {
      hash = hash.xor(Hash.of(id));
    }
    return hash.then(tainted ? 2 : 1);
  }

  /**
   * Tells networks apart exactly: nodes are numbered as they are met, so equal codes mean equal
   * graphs. Equal graphs may get different codes when nodes look alike; that only costs time.
   */
  static Hash encode(List<Node> first) {
    Map<Node, Integer> numbers = new HashMap<>();
    List<Node> open = new ArrayList<>(sorted(first).reversed());
    Hash hash = new Hash(first.size(), 1);
    while (!open.isEmpty()) {
      Node node = open.removeLast();
      Integer known = numbers.putIfAbsent(node, numbers.size());
      if (known != null) {
        hash = hash.then(known);
        continue;
      }
      hash = hash.then(node.own()).then(node.past()).then(node.successors.size());
      open.addAll(sorted(node.successors).reversed());
    }
    return hash;
  }

  private static List<Node> sorted(List<Node> nodes) {
    return nodes.size() < 2
        ? nodes
        : nodes.stream()
            .sorted(
                Comparator.comparingLong((Node n) -> n.shape.high()).thenComparingInt(n -> n.index))
            .toList();
  }
}
