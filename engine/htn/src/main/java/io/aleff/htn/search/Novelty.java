package io.aleff.htn.search;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Whether a node shows something new: a fact, or a task that comes next, that no node with the same
 * estimate had before. Among equally good nodes new ones come first, so that a search does not stay
 * where nothing changes (Lipovetzky, Geffner: Best-first width search, 2017).
 */
final class Novelty {

  private static final class Seen {
    private final long[] facts;
    private final BitSet tasks = new BitSet();

    Seen(int words) {
      this.facts = new long[words];
    }
  }

  private final Map<Integer, Seen> seen = new HashMap<>();

  /** Remembers a node, and whether it was new. */
  boolean isNew(int estimate, long[] state, int task) {
    Seen known = seen.computeIfAbsent(estimate, e -> new Seen(state.length));
    boolean fresh = !known.tasks.get(task);
    known.tasks.set(task);
    for (int w = 0; w < state.length; w++) {
      fresh |= (state[w] & ~known.facts[w]) != 0;
      known.facts[w] |= state[w];
    }
    return fresh;
  }
}
