package io.aleff.htn.relation;

import java.util.BitSet;
import java.util.List;

/**
 * A conjunction over numbered variables.
 *
 * @param domains the objects each variable may stand for
 * @param positive atoms that must be present
 * @param negative atoms that must not be present
 * @param pairs equalities and inequalities
 */
public record Query(
    List<BitSet> domains, List<Atom> positive, List<Atom> negative, List<Pair> pairs) {

  public Query {
    domains = List.copyOf(domains);
    positive = List.copyOf(positive);
    negative = List.copyOf(negative);
    pairs = List.copyOf(pairs);
  }

  public int variables() {
    return domains.size();
  }
}
