package io.aleff.htn;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks the task tree: each method's subtasks, their order, and its precondition. */
final class HierarchyCheck {

  private final PlanRequest request;
  private final Plan plan;
  private final Timeline timeline;
  private final List<Finding> findings;
  private final MethodCheck methods;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final Map<String, Subtree> subtrees = new HashMap<>();
  private final List<PlanNode.Task> tasks = new ArrayList<>();

  HierarchyCheck(
      PlanRequest request,
      Plan plan,
      Universe universe,
      Timeline timeline,
      List<Finding> findings) {
    this.request = request;
    this.plan = plan;
    this.timeline = timeline;
    this.findings = findings;
    this.methods = new MethodCheck(request, plan, universe, timeline, findings);
    plan.steps().forEach(step -> numbers.put(step.id(), numbers.size()));
  }

  void check() {
    PlanNode.Task root = plan.root();
    if (!root.task().equals(request.goal().task())
        || !root.arguments().equals(plan.goal().arguments())) {
      add("hierarchy", root.id(), "is not the task that was asked for");
      return;
    }
    if (!leaves(root)) {
      return;
    }
    for (PlanNode.Task task : tasks.reversed()) {
      List<Subtree> parts = task.children().stream().map(this::subtree).toList();
      subtrees.put(task.id(), Subtree.union(parts, timeline));
    }
    Map<String, MethodCheck.Place> places = new HashMap<>();
    places.put(
        root.id(), new MethodCheck.Place(new BitSet(), new BitSet(), Formula.TRUE, Map.of()));
    for (PlanNode.Task task : tasks) {
      MethodCheck.Place place = places.get(task.id());
      if (place != null) {
        node(task, place, places);
      }
    }
  }

  private Subtree subtree(PlanNode node) {
    return switch (node) {
      case PlanNode.Task task -> Objects.requireNonNull(subtrees.get(task.id()));
      case PlanNode.Step step -> Subtree.of(Objects.requireNonNull(numbers.get(step.stepId())));
    };
  }

  /** Collects the tasks from the top; false when steps and leaves do not match. */
  private boolean leaves(PlanNode.Task root) {
    Set<String> met = new HashSet<>();
    Set<String> ids = new HashSet<>();
    List<PlanNode> open = new ArrayList<>(List.of(root));
    while (!open.isEmpty()) {
      switch (open.removeLast()) {
        case PlanNode.Task task -> {
          if (!ids.add(task.id())) {
            add("hierarchy", task.id(), "is twice in the tree");
            return false;
          }
          tasks.add(task);
          open.addAll(task.children());
        }
        case PlanNode.Step step -> {
          if (!numbers.containsKey(step.stepId()) || !met.add(step.stepId())) {
            add("hierarchy", step.stepId(), "is no step, or is twice in the tree");
            return false;
          }
        }
      }
    }
    for (PlanStep step : plan.steps()) {
      if (!met.contains(step.id()) && !request.finished().contains(step.id())) {
        add("hierarchy", step.id(), "belongs to no task");
        return false;
      }
    }
    return true;
  }

  private void node(
      PlanNode.Task node, MethodCheck.Place place, Map<String, MethodCheck.Place> places) {
    Task task = request.domain().tasks().get(node.task());
    Method method = task == null ? null : task.method(node.method());
    Map<String, PlanNode> children = new LinkedHashMap<>();
    node.children().forEach(child -> children.putIfAbsent(label(child), child));
    if (method == null || !isComplete(method, node, children)) {
      add("hierarchy", node.id(), "the method " + node.method() + " does not have these subtasks");
      return;
    }
    Map<String, String> binding = binding(node, method, children);
    if (binding == null) {
      add("hierarchy", node.id(), "the arguments of the subtasks are not those of the method");
      return;
    }
    BitSet before = methods.check(node, method, binding, place, subtree(node).steps());
    Map<String, Set<String>> order = closure(method);
    for (Subtask later : method.subtasks()) {
      Subtree own = subtree(Objects.requireNonNull(children.get(later.id())));
      BitSet pre = (BitSet) before.clone();
      BitSet post = (BitSet) place.after().clone();
      for (Subtask earlier : method.subtasks()) {
        Subtree other = subtree(Objects.requireNonNull(children.get(earlier.id())));
        if (Objects.requireNonNull(order.get(later.id())).contains(earlier.id())) {
          pre.or(other.steps());
          if (!other.isBefore(own, timeline)) {
            add("order", node.id(), earlier.id() + " does not come before " + later.id());
          }
        }
        if (Objects.requireNonNull(order.get(earlier.id())).contains(later.id())) {
          post.or(other.steps());
        }
      }
      MethodCheck.Place inner = new MethodCheck.Place(pre, post, later.precondition(), binding);
      PlanNode child = Objects.requireNonNull(children.get(later.id()));
      switch (child) {
        case PlanNode.Task inside -> places.put(inside.id(), inner);
        case PlanNode.Step leaf -> methods.guard(leaf.stepId(), own.steps(), inner);
      }
    }
  }

  private boolean isComplete(Method method, PlanNode.Task node, Map<String, PlanNode> children) {
    if (method.subtasks().size() != node.children().size()
        || children.size() != node.children().size()) {
      return false;
    }
    return method.subtasks().stream()
        .allMatch(
            s -> {
              PlanNode child = children.get(s.id());
              return child != null && name(child).equals(s.task());
            });
  }

  /** The method's variables as its subtasks show them; null when they contradict each other. */
  private @Nullable Map<String, String> binding(
      PlanNode.Task node, Method method, Map<String, PlanNode> children) {
    Map<String, String> binding = new LinkedHashMap<>(node.arguments());
    for (Subtask subtask : method.subtasks()) {
      List<String> values = arguments(Objects.requireNonNull(children.get(subtask.id())));
      if (values.size() != subtask.arguments().size()) {
        return null;
      }
      for (int i = 0; i < values.size(); i++) {
        String value = values.get(i);
        Term wanted = subtask.arguments().get(i);
        String known =
            wanted instanceof Term.Variable variable
                ? binding.putIfAbsent(variable.name(), value)
                : wanted.toString();
        if (known != null && !known.equals(value)) {
          return null;
        }
      }
    }
    return binding;
  }

  private static Map<String, Set<String>> closure(Method method) {
    Map<String, Set<String>> before = new LinkedHashMap<>();
    for (Subtask subtask : Orders.topological(method)) {
      Set<String> all = new LinkedHashSet<>(subtask.after());
      subtask.after().forEach(id -> all.addAll(before.getOrDefault(id, Set.of())));
      before.put(subtask.id(), all);
    }
    return before;
  }

  private PlanStep step(PlanNode.Step leaf) {
    return plan.steps().get(Objects.requireNonNull(numbers.get(leaf.stepId())));
  }

  /** A finished step may serve another subtask than the one it was planned for. */
  private String label(PlanNode child) {
    return switch (child) {
      case PlanNode.Task task -> task.label();
      case PlanNode.Step leaf -> step(leaf).label();
    };
  }

  private String name(PlanNode child) {
    return switch (child) {
      case PlanNode.Task task -> task.task();
      case PlanNode.Step leaf -> step(leaf).action();
    };
  }

  private List<String> arguments(PlanNode child) {
    return switch (child) {
      case PlanNode.Task task -> List.copyOf(task.arguments().values());
      case PlanNode.Step leaf -> List.copyOf(step(leaf).arguments().values());
    };
  }

  private void add(String code, String where, String message) {
    findings.add(new Finding(code, where, message));
  }
}
