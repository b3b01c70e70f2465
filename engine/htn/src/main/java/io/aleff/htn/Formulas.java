package io.aleff.htn;

import java.util.ArrayList;
import java.util.List;

/** Questions about the shape of conditions. */
final class Formulas {

  private Formulas() {}

  /** The parts that must all hold, with nested conjunctions flattened. */
  static List<Formula> conjuncts(Formula formula) {
    List<Formula> parts = new ArrayList<>();
    collect(formula, parts);
    return parts;
  }

  private static void collect(Formula formula, List<Formula> parts) {
    if (formula instanceof Formula.And and) {
      and.parts().forEach(part -> collect(part, parts));
    } else {
      parts.add(formula);
    }
  }
}
