package io.aleff.htn.verify;

import io.aleff.htn.Domain;
import io.aleff.htn.Finding;
import io.aleff.htn.Formula;
import io.aleff.htn.HierarchicalPlan;
import io.aleff.htn.HtnProblem;
import io.aleff.htn.Method;
import io.aleff.htn.Parameter;
import io.aleff.htn.Substitution;
import io.aleff.htn.Subtask;
import io.aleff.htn.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks every decomposition. Each method is taken at the earliest moment that its precondition and
 * all that comes before it allow: whatever a later moment allows, that one allows too.
 */
final class DecompositionCheck {

  /**
   * Where a node stands.
   *
   * @param from number of the first state in which its method may be taken
   * @param until number of the last one
   * @param guard what its subtask demands, under the binding of the method above
   */
  private record Place(int from, int until, Formula guard, Map<String, String> guardBinding) {}

  /** A node whose children are being checked. */
  private static final class Frame {
    private final List<Subtask> order;
    private final Map<String, String> binding;
    private final Map<String, Integer> over = new HashMap<>();

    /** By subtask: its child in the plan, and the first step of what comes after it. */
    private final Map<String, Integer> childOf = new HashMap<>();

    private final Map<String, Integer> followed = new HashMap<>();
    private final int taken;
    private final int until;
    private int last;
    private int next;

    Frame(Method method, Matching.Way way, PlanTree tree, int taken, int until) {
      List<Integer> children = way.children();
      this.binding = way.binding();
      this.order = topological(method);
      this.taken = taken;
      this.until = until;
      this.last = taken;
      for (int i = 0; i < children.size(); i++) {
        Subtask subtask = method.subtasks().get(i);
        childOf.put(subtask.id(), children.get(i));
        int[] span = tree.spans.get(children.get(i));
        if (span != null) {
          subtask.after().forEach(earlier -> followed.merge(earlier, span[0], Math::min));
        }
      }
    }
  }

  private final Domain domain;
  private final HtnProblem problem;
  private final PlanTree tree;
  private final World world;
  private final History history;
  private final Choice choice;
  private final List<Finding> findings;
  private final List<Frame> open = new ArrayList<>();
  private final List<Replay.Taken> taken = new ArrayList<>();

  DecompositionCheck(
      Domain domain,
      HtnProblem problem,
      PlanTree tree,
      World world,
      History history,
      List<Finding> findings) {
    this.domain = domain;
    this.problem = problem;
    this.tree = tree;
    this.world = world;
    this.history = history;
    this.choice = new Choice(world, history);
    this.findings = findings;
  }

  /** The decompositions that were entered, parents first, siblings in an order that fits. */
  List<Replay.Taken> taken() {
    return taken;
  }

  void check() {
    Place whole = new Place(0, history.length(), Formula.TRUE, Map.of());
    enter(PlanTree.TOP, problem.network(), new HashMap<>(), whole);
    while (!open.isEmpty()) {
      Frame frame = open.getLast();
      if (frame.next < frame.order.size()) {
        child(frame, frame.order.get(frame.next++));
      } else {
        open.removeLast();
        if (!open.isEmpty()) {
          ended(open.getLast(), frame.last);
        }
      }
    }
  }

  /** Notes the state after which the child that was entered last is over. */
  private static void ended(Frame parent, int state) {
    parent.over.put(parent.order.get(parent.next - 1).id(), state);
    parent.last = Math.max(parent.last, state);
  }

  private void child(Frame frame, Subtask subtask) {
    int id = Objects.requireNonNull(frame.childOf.get(subtask.id()));
    int from = frame.taken;
    for (String before : subtask.after()) {
      from = Math.max(from, frame.over.getOrDefault(before, frame.taken));
    }
    int until = Math.min(frame.until, frame.followed.getOrDefault(subtask.id(), frame.until));
    Place place = new Place(from, until, subtask.precondition(), frame.binding);
    HierarchicalPlan.Decomposition node = tree.decompositions.get(id);
    if (node == null) {
      step(id, place);
      int[] span = tree.spans.get(id);
      ended(frame, span == null ? from : Math.max(from, span[0] + 1));
      return;
    }
    Task task = domain.tasks().get(node.task());
    Method method = task == null ? null : task.method(node.method());
    int depth = open.size();
    if (task != null && method != null) {
      enter(
          id, method, HierarchicalPlanChecker.binding(task.parameters(), node.arguments()), place);
    }
    if (open.size() == depth) {
      int[] span = tree.spans.get(id);
      ended(frame, span == null ? from : Math.max(from, span[1] + 1));
    }
  }

  private void step(int id, Place place) {
    int[] span = tree.spans.get(id);
    if (span != null && span[0] < place.from()) {
      add("order", id, "runs before what must precede it has ended");
    } else if (span != null && !history.holds(place.guard(), place.guardBinding(), span[0])) {
      add(
          "precondition",
          id,
          "its subtask demands " + Substitution.of(place.guard(), place.guardBinding()));
    }
  }

  private void enter(int id, Method method, Map<String, String> binding, Place place) {
    List<Integer> children = tree.children(id);
    int[] span = tree.spans.get(id);
    int until = span == null ? place.until() : Math.min(place.until(), span[0]);
    int[] best = {Integer.MAX_VALUE};
    List<Matching.Way> ways = new ArrayList<>();
    Finding[] failure = {
      finding("hierarchy", id, "the subtasks are not those of the method " + method.name())
    };
    new Matching(method, children, tree, world)
        .any(
            binding,
            way -> {
              String disorder = disorder(method, way.children());
              if (disorder != null) {
                failure[0] = finding("order", id, disorder);
                return false;
              }
              int state = earliest(method, way.binding(), place, until);
              if (state < 0) {
                failure[0] =
                    finding("precondition", id, unmet(method, way.binding(), place, until));
                return false;
              }
              if (state < best[0]) {
                best[0] = state;
                ways.clear();
                ways.add(way);
              }
              return state == place.from();
            });
    if (ways.isEmpty()) {
      findings.add(failure[0]);
    } else {
      Matching.Way way = ways.getFirst();
      taken.add(new Replay.Taken(id, method, best[0], way.children(), way.binding()));
      open.add(new Frame(method, way, tree, best[0], place.until()));
    }
  }

  /** Null when the steps below the children come in the order of the method. */
  private @Nullable String disorder(Method method, List<Integer> children) {
    Map<String, int[]> spans = new LinkedHashMap<>();
    Map<String, Integer> ends = new HashMap<>();
    for (int i = 0; i < children.size(); i++) {
      int[] span = tree.spans.get(children.get(i));
      if (span != null) {
        spans.put(method.subtasks().get(i).id(), span);
      }
    }
    for (Subtask subtask : topological(method)) {
      int before = -1;
      for (String id : subtask.after()) {
        before = Math.max(before, ends.getOrDefault(id, -1));
      }
      int[] span = spans.get(subtask.id());
      if (span != null && span[0] <= before) {
        return subtask.id() + " begins before what must precede it has ended";
      }
      ends.put(subtask.id(), span == null ? before : span[1]);
    }
    return null;
  }

  /** The first state in which the method can be taken; -1 when there is none. */
  private int earliest(Method method, Map<String, String> binding, Place place, int until) {
    List<Parameter> free =
        method.variables().stream().filter(v -> !binding.containsKey(v.name())).toList();
    List<Formula> parts = Choice.parts(method.precondition());
    for (int state = place.from(); state <= until; state++) {
      if (history.holds(place.guard(), place.guardBinding(), state)
          && choice.exists(parts, free, binding, state)) {
        return state;
      }
    }
    return -1;
  }

  private String unmet(Method method, Map<String, String> binding, Place place, int until) {
    if (until < place.from()) {
      return "its steps begin before what must precede them has ended";
    }
    for (Formula part : Choice.parts(method.precondition())) {
      boolean bound = method.variables().stream().allMatch(v -> binding.containsKey(v.name()));
      if (bound && !history.holds(part, binding, until)) {
        return "the precondition of "
            + method.name()
            + " does not hold: "
            + Substitution.of(part, binding);
      }
    }
    return "the precondition of "
        + method.name()
        + " does not hold: "
        + Substitution.of(method.precondition(), binding);
  }

  /** The subtasks in an order that respects theirs; of what is free, the first declared one. */
  private static List<Subtask> topological(Method method) {
    List<Subtask> declared = method.subtasks();
    Map<String, List<Integer>> followers = new HashMap<>();
    int[] open = new int[declared.size()];
    Set<String> ids = declared.stream().map(Subtask::id).collect(Collectors.toSet());
    PriorityQueue<Integer> free = new PriorityQueue<>();
    for (int i = 0; i < open.length; i++) {
      for (String earlier : declared.get(i).after()) {
        if (ids.contains(earlier)) {
          open[i]++;
          followers.computeIfAbsent(earlier, e -> new ArrayList<>()).add(i);
        }
      }
      if (open[i] == 0) {
        free.add(i);
      }
    }
    List<Subtask> order = new ArrayList<>();
    for (Integer next = free.poll(); next != null; next = free.poll()) {
      Subtask subtask = declared.get(next);
      order.add(subtask);
      for (int follower : followers.getOrDefault(subtask.id(), List.of())) {
        if (--open[follower] == 0) {
          free.add(follower);
        }
      }
    }
    return order;
  }

  private static Finding finding(String code, int id, String message) {
    return new Finding(code, id == PlanTree.TOP ? "root" : String.valueOf(id), message);
  }

  private void add(String code, int id, String message) {
    findings.add(finding(code, id, message));
  }
}
