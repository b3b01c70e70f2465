package io.aleff.htn;

import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The checker's own evaluation: what holds at a moment whatever order was taken before. */
final class Plausibility {

  /** More combinations of values than this count as anything. */
  private static final int MOST = 64;

  private final Universe universe;
  private final Moment moment;

  Plausibility(Universe universe, Moment moment) {
    this.universe = universe;
    this.moment = moment;
  }

  Truth of(Formula formula, Map<String, String> binding) {
    return switch (formula) {
      case Formula.Atom atom -> fact(atom.under(binding));
      case Formula.Not not -> of(not.formula(), binding).not();
      case Formula.And and -> {
        Truth all = Truth.YES;
        for (Formula part : and.parts()) {
          all = all.and(of(part, binding));
        }
        yield all;
      }
      case Formula.Or or -> {
        Truth some = Truth.NO;
        for (Formula part : or.parts()) {
          some = some.or(of(part, binding));
        }
        yield some;
      }
      case Formula.Imply imply ->
          of(imply.premise(), binding).not().or(of(imply.conclusion(), binding));
      case Formula.ForAll all -> {
        Truth every = Truth.YES;
        for (Map<String, String> choice : new Choices(universe, all.variables(), binding)) {
          every = every.and(of(all.body(), choice));
        }
        yield every;
      }
      case Formula.Exists exists -> {
        Truth some = Truth.NO;
        for (Map<String, String> choice : new Choices(universe, exists.variables(), binding)) {
          some = some.or(of(exists.body(), choice));
        }
        yield some;
      }
      case Formula.Equal equal ->
          Truth.of(equal.left().under(binding).equals(equal.right().under(binding)));
      case Formula.IsA isA -> Truth.of(universe.fits(isA.term().under(binding), isA.type()));
      case Formula.Comparison comparison -> comparison(comparison, binding);
    };
  }

  private Truth fact(Fact fact) {
    Set<String> values = moment.values(fact, false);
    return values.size() == 1 ? Truth.of(values.contains("true")) : Truth.UNSURE;
  }

  private Truth comparison(Formula.Comparison comparison, Map<String, String> binding) {
    Set<@Nullable BigDecimal> left = numbers(comparison.left(), binding);
    Set<@Nullable BigDecimal> right = numbers(comparison.right(), binding);
    if (left.size() * right.size() > MOST) {
      return Truth.UNSURE;
    }
    Set<Truth> results = new LinkedHashSet<>();
    for (BigDecimal l : left) {
      for (BigDecimal r : right) {
        results.add(
            Truth.of(l != null && r != null && comparison.comparator().accepts(l.compareTo(r))));
      }
    }
    return results.size() == 1 ? results.iterator().next() : Truth.UNSURE;
  }

  /** All values an expression may have; null stands for undefined. */
  Set<@Nullable BigDecimal> numbers(Expression expression, Map<String, String> binding) {
    Set<@Nullable BigDecimal> values = new LinkedHashSet<>();
    switch (expression) {
      case Expression.Literal literal -> values.add(literal.value());
      case Expression.Value value -> values.add(new BigDecimal(value.variable().under(binding)));
      case Expression.Fluent fluent -> {
        List<String> arguments = fluent.arguments().stream().map(a -> a.under(binding)).toList();
        for (String value : moment.values(new Fact(fluent.function(), arguments), true)) {
          values.add(Literals.number(value) == null ? null : new BigDecimal(value));
        }
      }
      case Expression.Arithmetic sum -> {
        for (BigDecimal left : numbers(sum.left(), binding)) {
          for (BigDecimal right : numbers(sum.right(), binding)) {
            values.add(
                left == null || right == null
                    ? null
                    : Evaluator.combine(sum.operator(), left, right));
          }
        }
      }
    }
    return values;
  }
}
