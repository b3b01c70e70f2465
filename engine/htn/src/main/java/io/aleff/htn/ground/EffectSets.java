package io.aleff.htn.ground;

import io.aleff.htn.compiled.EffectSchema;
import io.aleff.htn.relation.Atom;
import java.util.BitSet;

/** The numbered facts that effects touch. Adds win over deletes. */
final class EffectSets {

  private final FactTable facts;
  private final BitSet deletes = new BitSet();
  private final BitSet adds = new BitSet();
  private final BitSet complementAdds = new BitSet();
  private final BitSet complementDeletes = new BitSet();

  EffectSets(FactTable facts) {
    this.facts = facts;
  }

  void mark(EffectSchema effect, int[] binding) {
    Atom atom = effect.atom();
    int[] tuple = atom.under(binding);
    int fact = facts.known(atom.relation(), tuple, true);
    int complement = facts.known(atom.relation(), tuple, false);
    if (fact >= 0) {
      (effect.adds() ? adds : deletes).set(fact);
    }
    if (complement >= 0) {
      (effect.adds() ? complementDeletes : complementAdds).set(complement);
    }
  }

  void clear() {
    deletes.clear();
    adds.clear();
    complementAdds.clear();
    complementDeletes.clear();
  }

  int[] allDeletes() {
    BitSet all = (BitSet) deletes.clone();
    all.andNot(adds);
    all.or(complementDeletes);
    return all.stream().toArray();
  }

  int[] allAdds() {
    BitSet all = (BitSet) complementAdds.clone();
    all.andNot(complementDeletes);
    all.or(adds);
    return all.stream().toArray();
  }

  GroundProblem.Conditional under(int[] when) {
    BitSet added = (BitSet) adds.clone();
    added.or(complementAdds);
    return new GroundProblem.Conditional(
        when,
        deletes.stream().toArray(),
        added.stream().toArray(),
        complementDeletes.stream().toArray());
  }
}
