package io.aleff.htn.relation;

import java.util.List;

/** Two terms that must be equal, or must differ. */
public record Pair(int left, int right, boolean equal) {

  public boolean holds(int[] binding) {
    return (value(left, binding) == value(right, binding)) == equal;
  }

  private static int value(int term, int[] binding) {
    return term >= 0 ? binding[term] : ~term;
  }

  /** The same pair with its variables replaced by the terms of a call. */
  public Pair called(List<Integer> arguments) {
    return new Pair(
        left >= 0 ? arguments.get(left) : left, right >= 0 ? arguments.get(right) : right, equal);
  }
}
