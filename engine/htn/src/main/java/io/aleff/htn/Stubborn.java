package io.aleff.htn;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Chooses the open tasks that need to be branched on now: a stubborn set (Valmari 1991) over the
 * names that each task can read or write. Tasks that share nothing commute, so one order of them
 * stands for all.
 */
class Stubborn {

  private record Footprint(BitSet reads, BitSet writes) {
    boolean clashes(Footprint other) {
      return writes.intersects(other.writes)
          || writes.intersects(other.reads)
          || reads.intersects(other.writes);
    }
  }

  private final Map<String, Integer> numbers = new HashMap<>();
  private final Map<String, Footprint> footprints = new HashMap<>();

  Stubborn(Domain domain) {
    for (Action action : domain.actions().values()) {
      Footprint own = footprint(action.name());
      Mentions.in(action.precondition()).forEach(n -> own.reads().set(number(n)));
      Mentions.read(action.effects()).forEach(n -> own.reads().set(number(n)));
      Mentions.written(action.effects()).forEach(n -> own.writes().set(number(n)));
    }
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Task task : domain.tasks().values()) {
        changed |= grow(task);
      }
    }
  }

  private boolean grow(Task task) {
    Footprint own = footprint(task.name());
    int before = own.reads().cardinality() + own.writes().cardinality();
    for (Method method : task.methods()) {
      Mentions.in(method.precondition()).forEach(n -> own.reads().set(number(n)));
      for (Subtask subtask : method.subtasks()) {
        Mentions.in(subtask.precondition()).forEach(n -> own.reads().set(number(n)));
        Footprint part = footprint(subtask.task());
        own.reads().or(part.reads());
        own.writes().or(part.writes());
      }
    }
    return own.reads().cardinality() + own.writes().cardinality() > before;
  }

  private Footprint footprint(String name) {
    return footprints.computeIfAbsent(name, k -> new Footprint(new BitSet(), new BitSet()));
  }

  private int number(String name) {
    return numbers.computeIfAbsent(name, k -> numbers.size());
  }

  /** A non-empty choice among the first nodes, unless there are none; in their order. */
  List<Node> choose(Network network) {
    List<Node> ready = network.ready();
    if (ready.size() < 2) {
      return ready;
    }
    Set<Node> all = network.all();
    List<Node> best = ready;
    for (Node seed : ready) {
      Set<Node> closed = close(seed, ready, all);
      if (closed.size() < best.size()) {
        best = ready.stream().filter(closed::contains).toList();
      }
      if (best.size() == 1) {
        return best;
      }
    }
    return best;
  }

  private Set<Node> close(Node seed, List<Node> ready, Set<Node> all) {
    Set<Node> closed = new LinkedHashSet<>(List.of(seed));
    List<Node> open = new ArrayList<>(closed);
    while (!open.isEmpty() && closed.size() < ready.size()) {
      Node node = open.removeLast();
      Set<Node> below = below(node);
      Footprint own = footprintOf(node);
      for (Node other : all) {
        if (other != node && !below.contains(other) && own.clashes(footprintOf(other))) {
          for (Node first : ready) {
            if ((first == other || below(first).contains(other)) && closed.add(first)) {
              open.add(first);
            }
          }
        }
      }
    }
    return closed;
  }

  private Footprint footprintOf(Node node) {
    Footprint known = footprint(node.name);
    if (node.guard.equals(Formula.TRUE)) {
      return known;
    }
    Footprint guarded =
        new Footprint((BitSet) known.reads().clone(), (BitSet) known.writes().clone());
    Mentions.in(node.guard).forEach(n -> guarded.reads().set(number(n)));
    return guarded;
  }

  private static Set<Node> below(Node node) {
    Set<Node> below = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Node> open = new ArrayList<>(node.successors);
    while (!open.isEmpty()) {
      Node next = open.removeLast();
      if (below.add(next)) {
        open.addAll(next.successors);
      }
    }
    return below;
  }
}
