package io.aleff.htn.explain;

import io.aleff.htn.Fact;
import io.aleff.htn.PlanOrder;
import io.aleff.htn.Subtask;
import io.aleff.htn.verify.Replay;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Which steps of a plan must wait for which others, and why. */
final class Waiting {

  private record Access(int id, Map<Fact, String> reads, Map<Fact, String> writes) {}

  private final Course course;
  private final PlanOrder order = new PlanOrder();
  private final Map<Integer, Integer> events = new HashMap<>();
  private final Map<Integer, Replay.Taken> taken = new HashMap<>();
  private final Map<Integer, BitSet> ends = new HashMap<>();
  private final Map<Integer, Access> steps = new HashMap<>();
  private List<BitSet> waitsFor = List.of();

  Waiting(Course course) {
    this.course = course;
  }

  void choose(Replay.Taken node, Map<Fact, String> reads) {
    taken.put(node.id(), node);
    place(node.id(), order.add(false, reads, Map.of()));
  }

  void run(int id, Map<Fact, String> reads, Map<Fact, String> writes) {
    int event = order.add(true, reads, writes);
    steps.put(event, new Access(id, reads, writes));
    place(id, event);
  }

  private void place(int id, int event) {
    events.put(id, event);
    Course.Origin origin = course.origins.get(id);
    if (origin == null) {
      return;
    }
    order.order(event(origin.parent()), event);
    Replay.Taken parent = Objects.requireNonNull(taken.get(origin.parent()));
    for (int i = 0; i < parent.children().size(); i++) {
      if (origin.subtask().after().contains(parent.method().subtasks().get(i).id())) {
        ends(parent.children().get(i)).stream().forEach(end -> order.order(end, event));
      }
    }
  }

  private int event(int id) {
    return Objects.requireNonNull(events.get(id));
  }

  /** The last events below a node that is over. */
  private BitSet ends(int top) {
    List<Integer> open = new ArrayList<>(List.of(top));
    while (!open.isEmpty()) {
      int id = open.getLast();
      List<Integer> last = ends.containsKey(id) ? List.of() : last(id);
      List<Integer> unknown = last.stream().filter(child -> !ends.containsKey(child)).toList();
      if (unknown.isEmpty()) {
        open.removeLast();
        ends.computeIfAbsent(id, k -> union(k, last));
      } else {
        open.addAll(unknown);
      }
    }
    return Objects.requireNonNull(ends.get(top));
  }

  private BitSet union(int id, List<Integer> last) {
    BitSet all = new BitSet();
    if (last.isEmpty()) {
      all.set(event(id));
    }
    last.forEach(child -> all.or(Objects.requireNonNull(ends.get(child))));
    return all;
  }

  /** The children of a node that no other child comes after. */
  private List<Integer> last(int id) {
    Replay.Taken node = taken.get(id);
    if (node == null) {
      return List.of();
    }
    Set<String> earlier = new HashSet<>();
    node.method().subtasks().forEach(s -> earlier.addAll(s.after()));
    List<Integer> last = new ArrayList<>();
    for (int i = 0; i < node.children().size(); i++) {
      Subtask subtask = node.method().subtasks().get(i);
      if (!earlier.contains(subtask.id())) {
        last.add(node.children().get(i));
      }
    }
    return last;
  }

  /** What a step waits for, once all events are known. */
  List<PlanAccount.Wait> of(String step) {
    if (waitsFor.isEmpty()) {
      waitsFor = order.waitsFor();
    }
    int event = event(Integer.parseInt(step));
    Access later = Objects.requireNonNull(steps.get(event));
    List<PlanAccount.Wait> waits = new ArrayList<>();
    waitsFor.get(event).stream()
        .forEach(
            before -> {
              Access earlier = Objects.requireNonNull(steps.get(before));
              waits.add(new PlanAccount.Wait(Course.id(earlier.id()), why(earlier, later)));
            });
    return waits;
  }

  private static String why(Access earlier, Access later) {
    List<String> needs = new ArrayList<>();
    List<String> shares = new ArrayList<>();
    earlier
        .writes()
        .forEach(
            (fact, value) -> {
              if (value.equals(later.reads().get(fact))) {
                needs.add(valued(fact, value));
              } else if (later.writes().containsKey(fact)) {
                shares.add(fact.toString());
              }
            });
    for (Fact fact : earlier.reads().keySet()) {
      if (later.writes().containsKey(fact) && !earlier.writes().containsKey(fact)) {
        shares.add(fact.toString());
      }
    }
    if (!needs.isEmpty()) {
      return "needs " + String.join(", ", needs);
    }
    return shares.isEmpty() ? "order of a method" : "both use " + String.join(", ", shares);
  }

  private static String valued(Fact fact, String value) {
    return switch (value) {
      case "true" -> fact.toString();
      case "false" -> "not " + fact;
      default -> fact + " = " + value;
    };
  }
}
