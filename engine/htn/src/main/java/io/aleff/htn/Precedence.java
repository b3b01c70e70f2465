package io.aleff.htn;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/** The order among some of the events, once the others between them are left out. */
final class Precedence {

  private Precedence() {}

  /**
   * For each event the kept ones it directly waits for: the transitive reduction.
   *
   * @param direct for each event the earlier events it waits for
   */
  static List<BitSet> reduced(List<BitSet> direct, Set<Integer> kept) {
    List<BitSet> ancestors = closed(direct, kept);
    List<BitSet> reduced = new ArrayList<>();
    for (BitSet all : ancestors) {
      BitSet open = (BitSet) all.clone();
      BitSet needed = new BitSet();
      for (int e = open.length() - 1; e >= 0; e = open.previousSetBit(e - 1)) {
        if (open.get(e)) {
          needed.set(e);
          open.andNot(ancestors.get(e));
        }
      }
      reduced.add(needed);
    }
    return reduced;
  }

  private static List<BitSet> closed(List<BitSet> direct, Set<Integer> kept) {
    List<BitSet> ancestors = new ArrayList<>();
    for (BitSet before : direct) {
      BitSet all = new BitSet();
      for (int e = before.nextSetBit(0); e >= 0; e = before.nextSetBit(e + 1)) {
        all.or(ancestors.get(e));
        if (kept.contains(e)) {
          all.set(e);
        }
      }
      ancestors.add(all);
    }
    return ancestors;
  }
}
