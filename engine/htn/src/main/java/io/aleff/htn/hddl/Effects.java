package io.aleff.htn.hddl;

import io.aleff.definition.Diagnostic;
import io.aleff.htn.Effect;
import io.aleff.htn.Expression;
import io.aleff.htn.Formula;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads effects; what increases the total cost is the cost of the action. */
final class Effects {

  private static final Map<String, Effect.Change> CHANGES =
      Map.of(
          "increase", Effect.Change.INCREASE,
          "decrease", Effect.Change.DECREASE,
          "assign", Effect.Change.ASSIGN);

  private final Vocabulary words;
  private final Terms terms;
  private final Numbers numbers;
  private final Conditions conditions;
  private @Nullable Expression cost;

  Effects(Vocabulary words, Terms terms, Numbers numbers, Conditions conditions) {
    this.words = words;
    this.terms = terms;
    this.numbers = numbers;
    this.conditions = conditions;
  }

  List<Effect> read(@Nullable Sexp item, Scope scope) {
    cost = null;
    return item == null ? List.of() : effects(item, scope, true);
  }

  /** What the effects read last add to the total cost; null when they do not. */
  @Nullable Expression cost() {
    return cost;
  }

  private List<Effect> effects(Sexp item, Scope scope, boolean top) {
    if (!(item instanceof Sexp.Group group)) {
      return wrong(item);
    }
    if (group.items().isEmpty()) {
      return List.of();
    }
    return switch (group.head()) {
      case "and" -> {
        List<Effect> all = new ArrayList<>();
        group.tail().forEach(part -> all.addAll(effects(part, scope, top)));
        yield all;
      }
      case "forall" -> forAll(group, scope);
      case "when" -> when(group, scope);
      case "increase", "decrease", "assign" -> change(group, scope, top);
      case "not" -> not(group, scope);
      case "or", "exists", "imply" -> wrong(group);
      default -> literal(group, scope, true);
    };
  }

  private List<Effect> wrong(Sexp item) {
    words.findings.add(
        Diagnostic.error("HDDL-015", item.at(), item + " is no effect.")
            .expecting("(predicate …), (not (…)), (and …), (forall (…) …) or (when (…) …)"));
    return List.of();
  }

  private List<Effect> forAll(Sexp.Group group, Scope scope) {
    if (group.tail().size() != 2 || !(group.tail().getFirst() instanceof Sexp.Group list)) {
      return wrong(group);
    }
    Scope inner = scope.inner();
    Terms.Variables variables = terms.declare(list.items(), inner);
    List<Effect> effects = effects(group.tail().get(1), inner, false);
    if (!variables.demands().isEmpty()) {
      Formula demands = Conjunction.whole(variables.demands());
      effects = List.of(new Effect.Conditional(demands, effects));
    }
    return List.of(new Effect.ForAll(variables.parameters(), effects));
  }

  private List<Effect> when(Sexp.Group group, Scope scope) {
    if (group.tail().size() != 2) {
      return wrong(group);
    }
    Formula condition = conditions.read(group.tail().get(0), scope);
    return List.of(new Effect.Conditional(condition, effects(group.tail().get(1), scope, false)));
  }

  private List<Effect> change(Sexp.Group group, Scope scope, boolean top) {
    if (group.tail().size() != 2) {
      return wrong(group);
    }
    Sexp target = group.tail().getFirst();
    boolean isCost =
        target.is(Vocabulary.TOTAL_COST)
            || (target instanceof Sexp.Group g && g.head().equals(Vocabulary.TOTAL_COST));
    Expression value = numbers.read(group.tail().get(1), scope);
    if (isCost) {
      if (!top || !group.head().equals("increase")) {
        words.findings.error(
            "HDDL-015", group.at(), "The total cost can only be increased, without a condition.");
      } else if (value != null) {
        cost =
            cost == null ? value : new Expression.Arithmetic(Expression.Operator.PLUS, cost, value);
      }
      return List.of();
    }
    Expression.Fluent fluent = numbers.fluent(target, scope);
    Effect.Change change = CHANGES.get(group.head());
    return value == null || fluent == null || change == null
        ? List.of()
        : List.of(new Effect.Numeric(change, fluent, value));
  }

  private List<Effect> not(Sexp.Group group, Scope scope) {
    return group.tail().size() == 1 && group.tail().getFirst() instanceof Sexp.Group inner
        ? literal(inner, scope, false)
        : wrong(group);
  }

  private List<Effect> literal(Sexp.Group group, Scope scope, boolean add) {
    if (group.items().isEmpty() || !(group.items().getFirst() instanceof Sexp.Word name)) {
      return wrong(group);
    }
    Formula.Atom atom = conditions.fact(group, name, scope);
    if (atom == null) {
      return List.of();
    }
    return List.of(add ? new Effect.Add(atom) : new Effect.Delete(atom));
  }
}
