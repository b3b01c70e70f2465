package io.aleff.htn.verify;

import io.aleff.htn.Effect;
import io.aleff.htn.Expression;
import io.aleff.htn.Fact;
import io.aleff.htn.Formula;
import io.aleff.htn.Parameter;
import io.aleff.htn.Term;
import io.aleff.htn.WorldState;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Every state that a sequence of actions passes through. State 0 is the initial one; state {@code
 * n} is that after {@code n} actions.
 */
final class History {

  private final World objects;
  private final Set<Fact> initial;
  private final Map<Fact, BigDecimal> initialNumbers;
  private final Map<Fact, TreeMap<Integer, Boolean>> facts = new HashMap<>();
  private final Map<Fact, TreeMap<Integer, BigDecimal>> numbers = new HashMap<>();
  private int length;

  History(World objects, WorldState start) {
    this.objects = objects;
    this.initial = new HashSet<>(start.facts());
    this.initialNumbers = start.numbers();
  }

  /** Number of the state reached so far. */
  int length() {
    return length;
  }

  boolean holds(Formula formula, Map<String, String> binding, int at) {
    return switch (formula) {
      case Formula.Atom atom -> fact(atom.under(binding), at);
      case Formula.Not not -> !holds(not.formula(), binding, at);
      case Formula.And and -> and.parts().stream().allMatch(p -> holds(p, binding, at));
      case Formula.Or or -> or.parts().stream().anyMatch(p -> holds(p, binding, at));
      case Formula.Imply imply ->
          !holds(imply.premise(), binding, at) || holds(imply.conclusion(), binding, at);
      case Formula.ForAll all ->
          !exists(all.variables(), 0, binding, b -> !holds(all.body(), b, at));
      case Formula.Exists some ->
          exists(some.variables(), 0, binding, b -> holds(some.body(), b, at));
      case Formula.Equal equal ->
          value(equal.left(), binding).equals(value(equal.right(), binding));
      case Formula.IsA isA -> objects.fits(value(isA.term(), binding), isA.type());
      case Formula.Comparison c -> {
        BigDecimal left = number(c.left(), binding, at);
        BigDecimal right = number(c.right(), binding, at);
        yield left != null && right != null && c.comparator().accepts(left.compareTo(right));
      }
    };
  }

  private static String value(Term term, Map<String, String> binding) {
    return term.under(binding);
  }

  /** Recursion is as deep as there are variables. */
  private boolean exists(
      List<Parameter> variables,
      int from,
      Map<String, String> binding,
      Predicate<Map<String, String>> test) {
    if (from == variables.size()) {
      return test.test(binding);
    }
    Map<String, String> inner = new HashMap<>(binding);
    for (String object : objects.of(variables.get(from).type())) {
      inner.put(variables.get(from).name(), object);
      if (exists(variables, from + 1, inner, test)) {
        return true;
      }
    }
    return false;
  }

  private boolean fact(Fact fact, int at) {
    TreeMap<Integer, Boolean> changes = facts.get(fact);
    Map.Entry<Integer, Boolean> last = changes == null ? null : changes.floorEntry(at);
    return last == null ? initial.contains(fact) : last.getValue();
  }

  /** Null when a fluent in it is undefined. */
  @Nullable BigDecimal number(Expression expression, Map<String, String> binding, int at) {
    return switch (expression) {
      case Expression.Literal literal -> literal.value();
      case Expression.Value value -> new BigDecimal(value.variable().under(binding));
      case Expression.Fluent fluent -> fluent(key(fluent, binding), at);
      case Expression.Arithmetic a -> {
        BigDecimal left = number(a.left(), binding, at);
        BigDecimal right = number(a.right(), binding, at);
        yield left == null || right == null ? null : combined(a.operator(), left, right);
      }
    };
  }

  private static @Nullable BigDecimal combined(
      Expression.Operator operator, BigDecimal left, BigDecimal right) {
    return switch (operator) {
      case PLUS -> left.add(right);
      case MINUS -> left.subtract(right);
      case TIMES -> left.multiply(right);
      case DIVIDED -> right.signum() == 0 ? null : left.divide(right, 10, RoundingMode.HALF_EVEN);
    };
  }

  private static Fact key(Expression.Fluent fluent, Map<String, String> binding) {
    return new Fact(
        fluent.function(), fluent.arguments().stream().map(a -> a.under(binding)).toList());
  }

  private @Nullable BigDecimal fluent(Fact key, int at) {
    TreeMap<Integer, BigDecimal> changes = numbers.get(key);
    Map.Entry<Integer, BigDecimal> last = changes == null ? null : changes.floorEntry(at);
    return last == null ? initialNumbers.get(key) : last.getValue();
  }

  /** Carries out an action in the last state; deletes come before adds. */
  void apply(List<Effect> effects, Map<String, String> binding) {
    Set<Fact> add = new LinkedHashSet<>();
    Set<Fact> delete = new LinkedHashSet<>();
    Map<Fact, BigDecimal> set = new LinkedHashMap<>();
    collect(effects, binding, add, delete, set);
    length++;
    delete.forEach(f -> facts.computeIfAbsent(f, k -> new TreeMap<>()).put(length, false));
    add.forEach(f -> facts.computeIfAbsent(f, k -> new TreeMap<>()).put(length, true));
    set.forEach((f, v) -> numbers.computeIfAbsent(f, k -> new TreeMap<>()).put(length, v));
  }

  private void collect(
      List<Effect> effects,
      Map<String, String> binding,
      Set<Fact> add,
      Set<Fact> delete,
      Map<Fact, BigDecimal> set) {
    for (Effect effect : effects) {
      switch (effect) {
        case Effect.Add added -> add.add(added.atom().under(binding));
        case Effect.Delete deleted -> delete.add(deleted.atom().under(binding));
        case Effect.Conditional conditional -> {
          if (holds(conditional.condition(), binding, length)) {
            collect(conditional.effects(), binding, add, delete, set);
          }
        }
        case Effect.ForAll all ->
            exists(
                all.variables(),
                0,
                binding,
                choice -> {
                  collect(all.effects(), choice, add, delete, set);
                  return false;
                });
        case Effect.Numeric numeric -> change(numeric, binding, set);
      }
    }
  }

  private void change(
      Effect.Numeric numeric, Map<String, String> binding, Map<Fact, BigDecimal> set) {
    BigDecimal value = number(numeric.value(), binding, length);
    if (value == null) {
      return;
    }
    Fact key = key(numeric.fluent(), binding);
    BigDecimal known = set.containsKey(key) ? set.get(key) : fluent(key, length);
    BigDecimal before = known == null ? BigDecimal.ZERO : known;
    set.put(
        key,
        switch (numeric.change()) {
          case ASSIGN -> value;
          case INCREASE -> before.add(value);
          case DECREASE -> before.subtract(value);
        });
  }
}
