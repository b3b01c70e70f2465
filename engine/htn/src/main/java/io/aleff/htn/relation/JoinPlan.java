package io.aleff.htn.relation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The order in which a query's atoms are looked up, given which variables are bound beforehand. The
 * atom expected to have the fewest matches comes first; what needs no look-up is checked as soon as
 * its variables are bound.
 */
public final class JoinPlan {

  /** One look-up, or the enumeration of a variable when {@code atom} is null. */
  record Step(@Nullable Atom atom, int mask, int variable, Checks checks) {}

  /** What is tested once a step has bound its variables. */
  record Checks(List<Atom> positive, List<Atom> negative, List<Pair> pairs) {}

  final Query query;
  final BitSet given;
  final List<Step> steps = new ArrayList<>();
  final Checks first;

  private final Relation[] relations;
  private final BitSet bound;
  private final List<Atom> open;
  private final List<Atom> negative;
  private final List<Pair> pairs;

  /**
   * @param bound the variables that have a value before the join
   * @param relations by number; their present sizes guide the order
   */
  public JoinPlan(Query query, BitSet bound, Relation[] relations) {
    this.query = query;
    this.relations = relations.clone();
    this.given = (BitSet) bound.clone();
    this.bound = (BitSet) bound.clone();
    this.open = new ArrayList<>(query.positive());
    this.negative = new ArrayList<>(query.negative());
    this.pairs = new ArrayList<>(query.pairs());
    this.first = checks();
    while (!open.isEmpty()) {
      lookUp(best());
    }
    for (int v = 0; v < query.variables(); v++) {
      if (!this.bound.get(v)) {
        this.bound.set(v);
        steps.add(new Step(null, 0, v, checks()));
      }
    }
  }

  private void lookUp(Atom atom) {
    open.remove(atom);
    int mask = 0;
    for (int c = 0; c < atom.width(); c++) {
      if (isBound(atom.term(c))) {
        mask |= 1 << c;
      }
    }
    atom.terms().stream().filter(t -> t >= 0).forEach(bound::set);
    steps.add(new Step(atom, mask, -1, checks()));
  }

  private Checks checks() {
    Checks ready =
        new Checks(
            open.stream().filter(this::isBound).toList(),
            negative.stream().filter(this::isBound).toList(),
            pairs.stream().filter(p -> isBound(p.left()) && isBound(p.right())).toList());
    open.removeIf(this::isBound);
    negative.removeIf(this::isBound);
    pairs.removeIf(p -> isBound(p.left()) && isBound(p.right()));
    return ready;
  }

  private boolean isBound(int term) {
    return term < 0 || bound.get(term);
  }

  private boolean isBound(Atom atom) {
    for (int c = 0; c < atom.width(); c++) {
      if (!isBound(atom.term(c))) {
        return false;
      }
    }
    return true;
  }

  private Atom best() {
    Atom best = open.getFirst();
    double least = Double.MAX_VALUE;
    for (Atom atom : open) {
      double matches = matches(atom);
      if (matches < least) {
        best = atom;
        least = matches;
      }
    }
    return best;
  }

  private double matches(Atom atom) {
    Relation relation = relations[atom.relation()];
    long free = atom.terms().stream().filter(t -> !isBound(t)).distinct().count();
    double size = Math.max(16, relation.size());
    return Math.pow(size, (double) free / atom.width());
  }

  @Override
  public String toString() {
    return "JoinPlan" + steps + Arrays.asList(first);
  }
}
