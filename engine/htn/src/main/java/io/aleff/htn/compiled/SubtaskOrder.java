package io.aleff.htn.compiled;

import io.aleff.htn.Subtask;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The subtasks of a method in an order that respects its ordering constraints. */
final class SubtaskOrder {

  private final List<Subtask> sorted = new ArrayList<>();
  private final List<BitSet> before = new ArrayList<>();

  SubtaskOrder(List<Subtask> subtasks) throws Unsupported {
    Map<String, Integer> place = new HashMap<>();
    List<Subtask> open = new ArrayList<>(subtasks);
    while (!open.isEmpty()) {
      Subtask next =
          open.stream().filter(s -> place.keySet().containsAll(s.after())).findFirst().orElse(null);
      if (next == null) {
        throw new Unsupported("a cyclic order of subtasks");
      }
      BitSet earlier = new BitSet();
      for (String id : next.after()) {
        int number = place.getOrDefault(id, 0);
        earlier.set(number);
        earlier.or(before.get(number));
      }
      place.put(next.id(), sorted.size());
      sorted.add(next);
      before.add(earlier);
      open.remove(next);
    }
  }

  List<Subtask> sorted() {
    return sorted;
  }

  List<BitSet> before() {
    return before;
  }
}
