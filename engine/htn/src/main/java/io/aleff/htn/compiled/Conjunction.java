package io.aleff.htn.compiled;

import io.aleff.htn.relation.Atom;
import io.aleff.htn.relation.Pair;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** One disjunct of a normalised formula. */
record Conjunction(
    List<Atom> positive, List<Atom> negative, List<Pair> pairs, List<Member> members) {

  /** A variable that stands for one of some objects. */
  record Member(int variable, BitSet objects) {}

  static final Conjunction TRUE = new Conjunction(List.of(), List.of(), List.of(), List.of());

  Conjunction(List<Atom> positive, List<Atom> negative, List<Pair> pairs) {
    this(positive, negative, pairs, List.of());
  }

  Conjunction and(Conjunction other) {
    return new Conjunction(
        joined(positive, other.positive),
        joined(negative, other.negative),
        joined(pairs, other.pairs),
        joined(members, other.members));
  }

  int size() {
    return positive.size() + negative.size() + pairs.size() + members.size();
  }

  private static <T> List<T> joined(List<T> left, List<T> right) {
    if (left.isEmpty() || right.isEmpty()) {
      return left.isEmpty() ? right : left;
    }
    List<T> all = new ArrayList<>(left);
    for (T one : right) {
      if (right.size() > 64 || !left.contains(one)) {
        all.add(one);
      }
    }
    return all;
  }
}
