package io.aleff.htn.compiled;

import io.aleff.htn.relation.Atom;
import io.aleff.htn.relation.Pair;
import io.aleff.htn.relation.Query;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A method's precondition and calls with equal variables merged, unused ones dropped, and each
 * variable's objects cut down to those its calls accept.
 */
final class MethodShape {

  private final int parameters;
  private final List<BitSet> domains;
  private final List<Integer> terms = new ArrayList<>();
  private Conjunction condition;
  private List<Call> calls;
  private boolean possible = true;

  MethodShape(
      int parameters,
      List<BitSet> all,
      Conjunction condition,
      List<Call> calls,
      List<TaskSchema> tasks) {
    this.parameters = parameters;
    this.condition = condition;
    this.calls = calls;
    this.domains = new ArrayList<>();
    for (int v = 0; v < all.size(); v++) {
      domains.add((BitSet) all.get(v).clone());
      terms.add(v);
    }
    condition.members().forEach(m -> domains.get(m.variable()).and(m.objects()));
    narrow(tasks);
    mergeEqual();
    dropUnused();
    for (BitSet domain : domains) {
      possible &= !domain.isEmpty();
    }
  }

  boolean isPossible() {
    return possible;
  }

  Query query() {
    return new Query(domains, condition.positive(), condition.negative(), condition.pairs());
  }

  List<Call> calls() {
    return calls;
  }

  private void narrow(List<TaskSchema> tasks) {
    for (Call call : calls) {
      List<BitSet> accepted = tasks.get(call.task()).domains();
      for (int i = 0; i < accepted.size(); i++) {
        int term = call.arguments().get(i);
        if (term >= 0) {
          domains.get(term).and(accepted.get(i));
        } else {
          possible &= accepted.get(i).get(~term);
        }
      }
    }
  }

  private void mergeEqual() {
    for (Pair pair : condition.pairs()) {
      if (pair.equal()) {
        merge(end(pair.left()), end(pair.right()));
      }
    }
    List<Integer> ends = new ArrayList<>();
    for (int v = 0; v < terms.size(); v++) {
      ends.add(end(v));
    }
    rename(ends);
  }

  private int end(int term) {
    int here = term;
    while (here >= 0 && terms.get(here) != here) {
      here = terms.get(here);
    }
    return here;
  }

  private void merge(int left, int right) {
    int small = Math.min(left, right);
    int large = Math.max(left, right);
    if (small == large) {
      return;
    }
    if (large < 0) {
      possible = false;
      return;
    }
    if (small < 0) {
      boolean accepted = domains.get(large).get(~small);
      domains.get(large).clear();
      domains.get(large).set(~small, accepted);
    } else {
      domains.get(small).and(domains.get(large));
    }
    if (large >= parameters) {
      terms.set(large, small);
    }
  }

  private void dropUnused() {
    BitSet used = new BitSet();
    used.set(0, parameters);
    condition.positive().forEach(a -> mark(a.terms(), used));
    condition.negative().forEach(a -> mark(a.terms(), used));
    condition.pairs().forEach(p -> mark(List.of(p.left(), p.right()), used));
    calls.forEach(c -> mark(c.arguments(), used));
    List<Integer> places = new ArrayList<>();
    List<BitSet> kept = new ArrayList<>();
    for (int v = 0; v < domains.size(); v++) {
      places.add(kept.size());
      if (used.get(v)) {
        kept.add(domains.get(v));
      } else {
        possible &= !domains.get(v).isEmpty();
      }
    }
    rename(places);
    domains.clear();
    domains.addAll(kept);
  }

  private static void mark(List<Integer> terms, BitSet used) {
    terms.stream().filter(t -> t >= 0).forEach(used::set);
  }

  private void rename(List<Integer> to) {
    List<Atom> positive = condition.positive().stream().map(a -> a.called(to)).toList();
    List<Atom> negative = condition.negative().stream().map(a -> a.called(to)).toList();
    List<Pair> pairs = new ArrayList<>();
    for (Pair pair : condition.pairs()) {
      Pair renamed = pair.called(to);
      boolean constant = renamed.left() < 0 && renamed.right() < 0;
      if (renamed.left() == renamed.right() || constant) {
        possible &= (renamed.left() == renamed.right()) == renamed.equal();
      } else {
        pairs.add(renamed);
      }
    }
    condition = new Conjunction(positive, negative, pairs);
    calls = calls.stream().map(c -> c.renamed(to)).toList();
  }
}
