package io.aleff.htn.hddl;

import io.aleff.htn.Formula;
import java.util.ArrayList;
import java.util.List;

/** Flat conjunctions: HDDL says in several places what the model says in one condition. */
final class Conjunction {

  private Conjunction() {}

  @SafeVarargs
  static List<Formula> of(List<Formula>... groups) {
    List<Formula> parts = new ArrayList<>();
    for (List<Formula> group : groups) {
      group.forEach(part -> flatten(part, parts));
    }
    return parts;
  }

  private static void flatten(Formula formula, List<Formula> parts) {
    if (formula instanceof Formula.And and) {
      and.parts().forEach(part -> flatten(part, parts));
    } else {
      parts.add(formula);
    }
  }

  /** The parts as one condition. */
  static Formula whole(List<Formula> parts) {
    List<Formula> flat = of(parts);
    return flat.size() == 1 ? flat.getFirst() : new Formula.And(List.copyOf(flat));
  }
}
