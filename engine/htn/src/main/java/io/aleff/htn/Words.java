package io.aleff.htn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says in words, with values, why a condition holds or does not. */
final class Words {

  private final Evaluator evaluator;

  Words(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  /** One sentence for each part of a condition that holds. */
  List<String> holding(Formula formula, Map<String, String> binding) {
    List<String> sentences = new ArrayList<>();
    for (Formula part : Formulas.conjuncts(formula)) {
      sentences.add(holds(part, binding));
    }
    return sentences;
  }

  private String holds(Formula part, Map<String, String> binding) {
    return switch (part) {
      case Formula.Comparison c -> values(c, binding);
      case Formula.Or or ->
          or.parts().stream()
              .filter(p -> evaluator.holds(p, binding))
              .findFirst()
              .map(p -> holds(p, binding))
              .orElse("");
      case Formula.Not not when not.formula() instanceof Formula.Atom ->
          text(not.formula(), binding) + " does not hold";
      case Formula.Equal equal -> text(equal, binding);
      default -> text(part, binding) + " holds";
    };
  }

  /** The first part that does not hold. */
  String failing(Formula formula, Map<String, String> binding) {
    for (Formula part : Formulas.conjuncts(formula)) {
      if (!evaluator.holds(part, binding)) {
        return fails(part, binding);
      }
    }
    return text(formula, binding) + " does not hold";
  }

  private String fails(Formula part, Map<String, String> binding) {
    return switch (part) {
      case Formula.Comparison c -> "needs " + text(c, binding) + ", but " + values(c, binding);
      case Formula.Not not -> text(not.formula(), binding) + " holds";
      case Formula.Equal equal -> "needs " + text(equal, binding);
      default -> text(part, binding) + " does not hold";
    };
  }

  /** For a condition with variables that nothing satisfies. */
  String unsatisfied(Formula formula, List<Parameter> variables, Map<String, String> binding) {
    List<String> names = new ArrayList<>();
    List<Formula> about = new ArrayList<>();
    for (Formula part : Formulas.conjuncts(formula)) {
      boolean free = variables.stream().anyMatch(v -> mentions(part, v.name()));
      if (!free && !evaluator.holds(part, binding)) {
        return fails(part, binding);
      }
      if (free) {
        about.add(part);
      }
    }
    variables.forEach(v -> names.add(v.type() + " " + v.name()));
    return "there is no "
        + String.join(", ", names)
        + " with "
        + text(new Formula.And(about), binding);
  }

  private static boolean mentions(Formula part, String variable) {
    return Substitution.of(part, Map.of(variable, "\u0000")).toString().contains("\u0000");
  }

  private String values(Formula.Comparison c, Map<String, String> binding) {
    Map<Fact, String> reads = new LinkedHashMap<>();
    evaluator.value(c.left(), binding, reads);
    evaluator.value(c.right(), binding, reads);
    List<String> values = new ArrayList<>();
    reads.forEach((fluent, value) -> values.add(fluent + " is " + value));
    return values.isEmpty() ? text(c, binding) : String.join(" and ", values);
  }

  static String text(Formula formula, Map<String, String> binding) {
    String text = Substitution.of(formula, binding).toString();
    boolean whole = text.startsWith("(") && text.endsWith(")") && !text.contains(") and (");
    return whole && formula instanceof Formula.Or ? text.substring(1, text.length() - 1) : text;
  }
}
