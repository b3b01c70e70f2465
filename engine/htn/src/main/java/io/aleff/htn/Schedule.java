package io.aleff.htn;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;

/** The order among the steps alone, once the events between them are left out. */
final class Schedule {

  private final Map<Integer, PlanStep> steps;
  private final List<BitSet> reduced;

  /**
   * @param direct for each event the earlier events it waits for
   * @param steps the events that are steps
   */
  Schedule(List<BitSet> direct, Map<Integer, PlanStep> steps) {
    this.steps = steps;
    this.reduced = Precedence.reduced(direct, steps.keySet());
  }

  /** For each event the steps it directly waits for: the transitive reduction. */
  List<BitSet> reduced() {
    return reduced;
  }

  /** Finished steps first, then as the order allows by priority, then by rank. */
  List<Integer> order(Set<String> finished, Map<Integer, Integer> rank) {
    Map<Integer, Integer> waiting = new HashMap<>();
    Map<Integer, List<Integer>> next = new HashMap<>();
    PriorityQueue<Integer> ready =
        new PriorityQueue<>(
            Comparator.comparing((Integer e) -> !finished.contains(step(e).id()))
                .thenComparing(e -> step(e).priority())
                .thenComparing(e -> rank.getOrDefault(e, e))
                .thenComparing(e -> e));
    for (int event : steps.keySet()) {
      BitSet before = reduced.get(event);
      waiting.put(event, before.cardinality());
      before.stream().forEach(b -> next.computeIfAbsent(b, k -> new ArrayList<>()).add(event));
      if (before.isEmpty()) {
        ready.add(event);
      }
    }
    List<Integer> sorted = new ArrayList<>();
    while (!ready.isEmpty()) {
      int event = ready.remove();
      sorted.add(event);
      for (int after : next.getOrDefault(event, List.of())) {
        if (waiting.merge(after, -1, Integer::sum) == 0) {
          ready.add(after);
        }
      }
    }
    return sorted;
  }

  private PlanStep step(int event) {
    return Objects.requireNonNull(steps.get(event));
  }
}
