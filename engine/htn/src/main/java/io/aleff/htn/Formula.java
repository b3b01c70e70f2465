package io.aleff.htn;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A condition on the world state, as expressive as an HDDL precondition plus numeric comparison.
 * {@code toString} prints the notation that task networks are written in.
 */
public sealed interface Formula {

  /** Always holds. */
  Formula TRUE = new And(List.of());

  /** A fact that must hold. */
  record Atom(String predicate, List<Term> arguments) implements Formula {

    /** The fact under a binding of all variables. */
    public Fact under(Map<String, String> binding) {
      return new Fact(predicate, arguments.stream().map(a -> a.under(binding)).toList());
    }

    @Override
    public String toString() {
      return arguments.stream()
          .map(Term::toString)
          .collect(Collectors.joining(", ", predicate + "(", ")"));
    }
  }

  /** Negation as failure: what is not in the state does not hold. */
  record Not(Formula formula) implements Formula {
    @Override
    public String toString() {
      return "not " + formula;
    }
  }

  /** All hold. */
  record And(List<Formula> parts) implements Formula {
    @Override
    public String toString() {
      return parts.isEmpty() ? "true" : joined(parts, " and ");
    }
  }

  /** At least one holds. */
  record Or(List<Formula> parts) implements Formula {
    @Override
    public String toString() {
      return parts.isEmpty() ? "false" : joined(parts, " or ");
    }
  }

  /** Whenever the premise holds, so does the conclusion. */
  record Imply(Formula premise, Formula conclusion) implements Formula {
    @Override
    public String toString() {
      return "(" + premise + " implies " + conclusion + ")";
    }
  }

  /** Holds for each object of the variables' types. */
  record ForAll(List<Parameter> variables, Formula body) implements Formula {
    @Override
    public String toString() {
      return quantified("forall", variables, body);
    }
  }

  /** Holds for at least one choice of objects of the variables' types. */
  record Exists(List<Parameter> variables, Formula body) implements Formula {
    @Override
    public String toString() {
      return quantified("exists", variables, body);
    }
  }

  /** Both terms are the same object or literal. */
  record Equal(Term left, Term right) implements Formula {
    @Override
    public String toString() {
      return left + " = " + right;
    }
  }

  /** The object is of this type. */
  record IsA(Term term, String type) implements Formula {
    @Override
    public String toString() {
      return term + " in " + type;
    }
  }

  /** Compares two numbers; does not hold when either is undefined. */
  record Comparison(Comparator comparator, Expression left, Expression right) implements Formula {
    @Override
    public String toString() {
      return left + " " + comparator.sign() + " " + right;
    }
  }

  /** The six ways to compare numbers. */
  enum Comparator {
    LESS("<"),
    AT_MOST("<="),
    EQUAL("="),
    DIFFERENT("!="),
    AT_LEAST(">="),
    GREATER(">");

    private final String sign;

    Comparator(String sign) {
      this.sign = sign;
    }

    public String sign() {
      return sign;
    }

    /**
     * @param order what {@code compareTo} of the two numbers said
     */
    public boolean accepts(int order) {
      return switch (this) {
        case LESS -> order < 0;
        case AT_MOST -> order <= 0;
        case EQUAL -> order == 0;
        case DIFFERENT -> order != 0;
        case AT_LEAST -> order >= 0;
        case GREATER -> order > 0;
      };
    }
  }

  private static String joined(List<Formula> parts, String word) {
    return parts.size() == 1
        ? parts.getFirst().toString()
        : parts.stream().map(Formula::toString).collect(Collectors.joining(word, "(", ")"));
  }

  private static String quantified(String word, List<Parameter> variables, Formula body) {
    String names =
        variables.stream()
            .map(v -> v.name() + " in " + v.type())
            .collect(Collectors.joining(", ", "(", ")"));
    String text = body.toString();
    return word + " " + names + " " + (text.startsWith("(") ? text : "(" + text + ")");
  }
}
