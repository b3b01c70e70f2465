package io.aleff.htn.relation;

import java.util.List;

/**
 * A pattern over a relation.
 *
 * @param relation its number
 * @param terms a variable's number, or {@code ~object} for a constant
 */
public record Atom(int relation, List<Integer> terms) {

  public Atom {
    terms = List.copyOf(terms);
  }

  /** The tuple under a binding of all its variables. */
  public int[] under(int[] binding) {
    int[] tuple = new int[terms.size()];
    for (int i = 0; i < tuple.length; i++) {
      int term = terms.get(i);
      tuple[i] = term >= 0 ? binding[term] : ~term;
    }
    return tuple;
  }

  /** The same pattern with its variables replaced by the terms of a call. */
  public Atom called(List<Integer> arguments) {
    return new Atom(relation, terms.stream().map(t -> t >= 0 ? arguments.get(t) : t).toList());
  }
}
