package io.aleff.htn.lifted;

import io.aleff.htn.relation.Atom;
import io.aleff.htn.relation.Pair;
import io.aleff.htn.relation.Query;
import io.aleff.htn.relation.Relation;

/** Whether a condition without open variables holds. */
final class Applicability {
  private Applicability() {}

  static boolean holds(Query query, int[] binding, Relation[] relations) {
    for (int v = 0; v < binding.length; v++) {
      if (!query.domains().get(v).get(binding[v])) {
        return false;
      }
    }
    for (Pair pair : query.pairs()) {
      if (!pair.holds(binding)) {
        return false;
      }
    }
    for (Atom atom : query.positive()) {
      if (!relations[atom.relation()].holds(atom.under(binding))) {
        return false;
      }
    }
    for (Atom atom : query.negative()) {
      if (relations[atom.relation()].holds(atom.under(binding))) {
        return false;
      }
    }
    return true;
  }
}
