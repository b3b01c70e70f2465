package io.aleff.htn.relation;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pattern over a relation: each term is a variable's number, or {@code ~object} for a constant.
 */
public final class Atom {

  private final int relation;
  private final int[] terms;

  public Atom(int relation, List<Integer> terms) {
    this(relation, terms.stream().mapToInt(Integer::intValue).toArray());
  }

  private Atom(int relation, int[] terms) {
    this.relation = relation;
    this.terms = terms;
  }

  /** The number of the relation. */
  public int relation() {
    return relation;
  }

  public int width() {
    return terms.length;
  }

  public int term(int column) {
    return terms[column];
  }

  public List<Integer> terms() {
    return Arrays.stream(terms).boxed().toList();
  }

  /** The same pattern over another relation. */
  public Atom over(int other) {
    return new Atom(other, terms);
  }

  /** The tuple under a binding of all its variables. */
  public int[] under(int[] binding) {
    int[] tuple = new int[terms.length];
    for (int i = 0; i < tuple.length; i++) {
      tuple[i] = terms[i] >= 0 ? binding[terms[i]] : ~terms[i];
    }
    return tuple;
  }

  /** The same pattern with its variables replaced by the terms of a call. */
  public Atom called(List<Integer> arguments) {
    return new Atom(
        relation, Arrays.stream(terms).map(t -> t >= 0 ? arguments.get(t) : t).toArray());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Atom atom
        && atom.relation == relation
        && Arrays.equals(atom.terms, terms);
  }

  @Override
  public int hashCode() {
    return 31 * relation + Arrays.hashCode(terms);
  }

  @Override
  public String toString() {
    return relation + Arrays.toString(terms);
  }
}
