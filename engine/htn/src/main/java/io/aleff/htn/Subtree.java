package io.aleff.htn;

import java.util.BitSet;

/**
 * The steps below a node of the task tree.
 *
 * @param first those that wait for no other of them
 * @param last those that no other of them waits for
 */
record Subtree(BitSet steps, BitSet first, BitSet last) {

  static Subtree empty() {
    return new Subtree(new BitSet(), new BitSet(), new BitSet());
  }

  static Subtree of(int step) {
    BitSet only = new BitSet();
    only.set(step);
    return new Subtree(only, only, only);
  }

  static Subtree union(Iterable<Subtree> parts, Timeline timeline) {
    Subtree all = empty();
    for (Subtree part : parts) {
      all.steps.or(part.steps);
      all.first.or(part.first);
      all.last.or(part.last);
    }
    BitSet inner = new BitSet();
    all.last.stream().forEach(l -> inner.or(timeline.ancestors(l)));
    all.last.andNot(inner);
    BitSet later = new BitSet();
    all.first.stream().filter(f -> timeline.ancestors(f).intersects(all.steps)).forEach(later::set);
    all.first.andNot(later);
    return all;
  }

  /** Whether every step here comes before every step there. */
  boolean isBefore(Subtree other, Timeline timeline) {
    return other.first.stream()
        .allMatch(f -> last.stream().allMatch(l -> timeline.ancestors(f).get(l)));
  }
}
