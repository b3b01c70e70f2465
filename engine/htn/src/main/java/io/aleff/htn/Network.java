package io.aleff.htn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The open tasks and their order: changed in place, restored on backtracking. */
final class Network {

  /** What one step of the search changed, to take it back. */
  record Change(
      Node removed,
      List<Node> children,
      List<Node> readied,
      List<Node> tainted,
      Map<Node, Set<String>> keptBefore) {

    static Change of(Node removed, List<Node> children) {
      return new Change(
          removed, children, new ArrayList<>(), new ArrayList<>(), new LinkedHashMap<>());
    }
  }

  private final Domain domain;
  private final TreeSet<Node> ready = new TreeSet<>(Node.ORDER);
  private int created;

  Network(Domain domain) {
    this.domain = domain;
  }

  Node start(Goal goal, Map<String, String> arguments, @Nullable PlanNode script) {
    Node root =
        new Node(
            created++,
            0,
            goal.task(),
            goal.task(),
            arguments,
            Priority.NORMAL,
            Formula.TRUE,
            Map.of(),
            List.of(),
            script);
    ready.add(root);
    return root;
  }

  List<Node> ready() {
    return List.copyOf(ready);
  }

  boolean isEmpty() {
    return ready.isEmpty();
  }

  Hash hash() {
    if (ready.size() == 1) {
      Node only = ready.first();
      return only.shape.then(only.past());
    }
    return Node.encode(ready());
  }

  /** All open nodes. */
  Set<Node> all() {
    Set<Node> all = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Node> open = new ArrayList<>(ready);
    while (!open.isEmpty()) {
      Node node = open.removeLast();
      if (all.add(node)) {
        open.addAll(node.successors);
      }
    }
    return all;
  }

  /** Removes a step that is yet to run. */
  Change finish(Node node) {
    Change change = Change.of(node, List.of());
    ready.remove(node);
    release(node, true, node.kept, change);
    return change;
  }

  /** Removes a node that the finished step of this id serves. */
  Change keep(Node node, String step) {
    Change change = Change.of(node, List.of());
    ready.remove(node);
    release(node, node.tainted, Set.of(step), change);
    return change;
  }

  /**
   * Replaces a task by the subtasks of a method.
   *
   * @param scripts the nodes of the previous plan that the subtasks repeat, by subtask id
   */
  Change decompose(
      Node node, Method method, Map<String, String> binding, Map<String, PlanNode> scripts) {
    Map<String, Node> children = children(node, method, binding, scripts);
    Change change = Change.of(node, List.copyOf(children.values()));
    ready.remove(node);
    for (Subtask subtask : method.subtasks()) {
      Node child = children.get(subtask.id());
      if (child != null && child.waiting == 0) {
        ready.add(child);
      }
    }
    if (children.isEmpty()) {
      release(node, node.tainted, node.kept, change);
    } else {
      node.successors.forEach(s -> s.waiting--);
    }
    return change;
  }

  private void release(Node node, boolean taint, Set<String> kept, Change change) {
    for (Node next : node.successors) {
      if (!next.kept.containsAll(kept)) {
        change.keptBefore().put(next, next.kept);
        next.kept = union(next.kept, kept);
      }
      if (taint && !next.tainted) {
        next.tainted = true;
        change.tainted().add(next);
      }
      if (--next.waiting == 0) {
        ready.add(next);
        change.readied().add(next);
      }
    }
  }

  private static Set<String> union(Set<String> some, Set<String> more) {
    Set<String> all = new LinkedHashSet<>(some);
    all.addAll(more);
    return all;
  }

  void undo(Change change) {
    change.readied().forEach(ready::remove);
    change.tainted().forEach(n -> n.tainted = false);
    change.keptBefore().forEach((n, before) -> n.kept = before);
    for (Node child : change.children()) {
      ready.remove(child);
      for (Node next : child.successors) {
        next.waiting--;
      }
    }
    change.removed().successors.forEach(s -> s.waiting++);
    ready.add(change.removed());
  }

  /** In the order of the method; built from the last to the first, as successors must exist. */
  private Map<String, Node> children(
      Node parent, Method method, Map<String, String> binding, Map<String, PlanNode> scripts) {
    Map<String, List<Node>> successors = new HashMap<>();
    Map<String, Node> built = new HashMap<>();
    Map<String, Node> inOrder = new LinkedHashMap<>();
    int first = created;
    created += method.subtasks().size();
    for (Subtask subtask : Orders.topological(method).reversed()) {
      int index = first + method.subtasks().indexOf(subtask);
      List<Node> next = successors.getOrDefault(subtask.id(), parent.successors);
      Node child = child(index, parent, method, subtask, binding, next, scripts.get(subtask.id()));
      child.waiting = subtask.after().size();
      child.tainted = parent.tainted;
      child.kept = parent.kept;
      if (!successors.containsKey(subtask.id())) {
        parent.successors.forEach(s -> s.waiting++);
      }
      built.put(subtask.id(), child);
      for (String before : subtask.after()) {
        successors.computeIfAbsent(before, k -> new ArrayList<>()).add(child);
      }
    }
    method.subtasks().forEach(s -> inOrder.put(s.id(), built.getOrDefault(s.id(), parent)));
    return inOrder;
  }

  private Node child(
      int index,
      Node parent,
      Method method,
      Subtask subtask,
      Map<String, String> binding,
      List<Node> next,
      @Nullable PlanNode script) {
    List<Parameter> parameters = domain.parameters(subtask.task());
    Map<String, String> arguments = new LinkedHashMap<>();
    for (int i = 0; parameters != null && i < parameters.size(); i++) {
      arguments.put(parameters.get(i).name(), subtask.arguments().get(i).under(binding));
    }
    Priority own = subtask.priority() != null ? subtask.priority() : method.priority();
    return new Node(
        index,
        parent.depth + 1,
        subtask.id(),
        subtask.task(),
        arguments,
        own != null ? own : parent.priority,
        subtask.precondition(),
        binding,
        next,
        script);
  }
}
