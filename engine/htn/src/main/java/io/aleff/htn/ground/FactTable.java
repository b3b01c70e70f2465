package io.aleff.htn.ground;

import io.aleff.htn.relation.Atom;
import io.aleff.htn.relation.Ints;
import io.aleff.htn.relation.Relation;
import java.util.BitSet;
import java.util.List;

/**
 * Numbers the facts that may change. A fact that holds for ever needs no number, nor one that never
 * holds; a fact that occurs negated gets a second number for its complement.
 */
final class FactTable {

  static final int ALWAYS = -1;
  static final int NEVER = -2;

  private final Rules rules;
  private final BitSet[] deletable;
  private final Ints[] numbers;
  private final Ints[] complements;
  private final Ints initially = new Ints();
  private int count;

  FactTable(Rules rules, int predicates) {
    this.rules = rules;
    this.deletable = new BitSet[predicates];
    this.numbers = new Ints[predicates];
    this.complements = new Ints[predicates];
    for (int p = 0; p < predicates; p++) {
      deletable[p] = new BitSet();
      numbers[p] = new Ints();
      complements[p] = new Ints();
      for (int i = 0; i < rules.relations[p].size(); i++) {
        numbers[p].add(-1);
        complements[p].add(-1);
      }
    }
  }

  void mayDelete(Atom atom, int[] binding) {
    int tuple = rules.relations[atom.relation()].find(atom.under(binding));
    if (tuple >= 0) {
      deletable[atom.relation()].set(tuple);
    }
  }

  int count() {
    return count;
  }

  int[] initially() {
    return initially.toArray();
  }

  /**
   * The number of a fact or of its complement; {@link #ALWAYS} or {@link #NEVER} for a constant.
   */
  int number(int predicate, int[] values, boolean positive) {
    Relation reached = rules.relations[predicate];
    int tuple = reached.find(values);
    if (tuple < 0 || !reached.isPresent(tuple)) {
      return positive ? NEVER : ALWAYS;
    }
    boolean first = rules.relations[rules.init(predicate)].holds(values);
    if (first && !deletable[predicate].get(tuple)) {
      return positive ? ALWAYS : NEVER;
    }
    Ints table = (positive ? numbers : complements)[predicate];
    if (table.get(tuple) < 0) {
      table.set(tuple, count++);
      if (first == positive) {
        initially.add(count - 1);
      }
    }
    return table.get(tuple);
  }

  /** The number of a fact or its complement if some condition speaks about it; else -1. */
  int known(int predicate, int[] values, boolean positive) {
    int tuple = rules.relations[predicate].find(values);
    return tuple < 0 ? -1 : (positive ? numbers : complements)[predicate].get(tuple);
  }

  /** The facts of a condition; null when it can never hold. */
  int @org.jspecify.annotations.Nullable [] condition(
      List<Atom> positive, List<Atom> negative, int[] binding) {
    BitSet all = new BitSet();
    for (boolean sign : new boolean[] {true, false}) {
      for (Atom atom : sign ? positive : negative) {
        int number = number(atom.relation(), atom.under(binding), sign);
        if (number == NEVER) {
          return null;
        }
        if (number >= 0) {
          all.set(number);
        }
      }
    }
    return all.stream().toArray();
  }
}
