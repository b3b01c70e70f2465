package io.aleff.htn;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates conditions and effects in the search state, and records which values the result rests
 * on: as long as those stay, so does the result.
 */
final class Evaluator {

  static final String UNDEFINED = "undefined";

  private final SearchState state;
  private final Universe objects;

  Evaluator(SearchState state, Universe objects) {
    this.state = state;
    this.objects = objects;
  }

  boolean holds(Formula formula, Map<String, String> binding) {
    return holds(formula, binding, new HashMap<>());
  }

  /**
   * @param reads receives the values that the answer rests on
   */
  boolean holds(Formula formula, Map<String, String> binding, Map<Fact, String> reads) {
    return switch (formula) {
      case Formula.Atom atom -> {
        Fact fact = atom.under(binding);
        boolean there = state.contains(fact);
        reads.put(fact, String.valueOf(there));
        yield there;
      }
      case Formula.Not not -> !holds(not.formula(), binding, reads);
      case Formula.And and -> settled(and.parts(), false, binding, reads);
      case Formula.Or or -> settled(or.parts(), true, binding, reads);
      case Formula.Imply imply ->
          settled(
              List.of(new Formula.Not(imply.premise()), imply.conclusion()), true, binding, reads);
      case Formula.ForAll all -> quantified(all.variables(), all.body(), false, binding, reads);
      case Formula.Exists some -> quantified(some.variables(), some.body(), true, binding, reads);
      case Formula.Equal equal -> equal.left().under(binding).equals(equal.right().under(binding));
      case Formula.IsA isA -> objects.fits(isA.term().under(binding), isA.type());
      case Formula.Comparison c -> {
        BigDecimal left = value(c.left(), binding, reads);
        BigDecimal right = value(c.right(), binding, reads);
        yield left != null && right != null && c.comparator().accepts(left.compareTo(right));
      }
    };
  }

  /** One part with the {@code decisive} value settles it, and only that part is rested on. */
  private boolean settled(
      List<Formula> parts, boolean decisive, Map<String, String> binding, Map<Fact, String> reads) {
    Map<Fact, String> all = new LinkedHashMap<>();
    for (Formula part : parts) {
      Map<Fact, String> own = new LinkedHashMap<>();
      if (holds(part, binding, own) == decisive) {
        reads.putAll(own);
        return decisive;
      }
      all.putAll(own);
    }
    reads.putAll(all);
    return !decisive;
  }

  private boolean quantified(
      List<Parameter> variables,
      Formula body,
      boolean decisive,
      Map<String, String> binding,
      Map<Fact, String> reads) {
    Map<Fact, String> all = new LinkedHashMap<>();
    for (Map<String, String> choice : new Choices(objects, variables, binding)) {
      Map<Fact, String> own = new LinkedHashMap<>();
      if (holds(body, choice, own) == decisive) {
        reads.putAll(own);
        return decisive;
      }
      all.putAll(own);
    }
    reads.putAll(all);
    return !decisive;
  }

  /** Null when a fluent in it is undefined, or on a division by zero. */
  @Nullable BigDecimal value(
      Expression expression, Map<String, String> binding, Map<Fact, String> reads) {
    return switch (expression) {
      case Expression.Literal literal -> literal.value();
      case Expression.Value value -> new BigDecimal(value.variable().under(binding));
      case Expression.Fluent fluent -> {
        Fact key = key(fluent, binding);
        BigDecimal number = state.number(key);
        reads.put(key, number == null ? UNDEFINED : Literals.plain(number));
        yield number;
      }
      case Expression.Arithmetic sum -> {
        BigDecimal left = value(sum.left(), binding, reads);
        BigDecimal right = value(sum.right(), binding, reads);
        yield left == null || right == null ? null : combine(sum.operator(), left, right);
      }
    };
  }

  static @Nullable BigDecimal combine(
      Expression.Operator operator, BigDecimal left, BigDecimal right) {
    return switch (operator) {
      case PLUS -> left.add(right);
      case MINUS -> left.subtract(right);
      case TIMES -> left.multiply(right);
      case DIVIDED ->
          right.signum() == 0
              ? null
              : left.divide(right, 10, RoundingMode.HALF_EVEN).stripTrailingZeros();
    };
  }

  private static Fact key(Expression.Fluent fluent, Map<String, String> binding) {
    return new Fact(
        fluent.function(), fluent.arguments().stream().map(a -> a.under(binding)).toList());
  }

  /** A cost: undefined and negative ones count as 0. */
  BigDecimal cost(Expression expression, Map<String, String> binding) {
    BigDecimal value = value(expression, binding, new HashMap<>());
    return value == null ? BigDecimal.ZERO : value.max(BigDecimal.ZERO);
  }

  /** What the effects do in this state; {@code reads} are those of the precondition. */
  Outcome outcome(List<Effect> effects, Map<String, String> binding, Map<Fact, String> reads) {
    Outcome outcome =
        new Outcome(new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashMap<>(), reads);
    collect(effects, binding, outcome);
    outcome.delete().removeAll(outcome.add());
    return outcome;
  }

  private void collect(List<Effect> effects, Map<String, String> binding, Outcome outcome) {
    for (Effect effect : effects) {
      switch (effect) {
        case Effect.Add add -> outcome.add().add(add.atom().under(binding));
        case Effect.Delete delete -> outcome.delete().add(delete.atom().under(binding));
        case Effect.Conditional conditional -> {
          if (holds(conditional.condition(), binding, outcome.reads())) {
            collect(conditional.effects(), binding, outcome);
          }
        }
        case Effect.ForAll all -> {
          for (Map<String, String> choice : new Choices(objects, all.variables(), binding)) {
            collect(all.effects(), choice, outcome);
          }
        }
        case Effect.Numeric numeric -> change(numeric, binding, outcome);
      }
    }
  }

  private void change(Effect.Numeric numeric, Map<String, String> binding, Outcome outcome) {
    BigDecimal value = value(numeric.value(), binding, outcome.reads());
    if (value == null) {
      return;
    }
    Fact key = key(numeric.fluent(), binding);
    if (numeric.change() == Effect.Change.ASSIGN) {
      outcome.numbers().put(key, value);
      return;
    }
    BigDecimal before = outcome.numbers().get(key);
    if (before == null) {
      before = value(numeric.fluent(), binding, outcome.reads());
    }
    BigDecimal start = before == null ? BigDecimal.ZERO : before;
    outcome
        .numbers()
        .put(
            key,
            numeric.change() == Effect.Change.INCREASE ? start.add(value) : start.subtract(value));
  }
}
