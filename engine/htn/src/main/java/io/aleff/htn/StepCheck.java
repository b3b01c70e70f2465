package io.aleff.htn;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks single steps: that they may and can be carried out, and do what they say. */
final class StepCheck {

  private final PlanRequest request;
  private final Universe universe;
  private final Timeline timeline;
  private final List<Finding> findings;

  StepCheck(PlanRequest request, Universe universe, Timeline timeline, List<Finding> findings) {
    this.request = request;
    this.universe = universe;
    this.timeline = timeline;
    this.findings = findings;
  }

  void check(int number, PlanStep step) {
    Action action = request.domain().actions().get(step.action());
    if (action == null || !fits(action, step)) {
      add("step", step, "is no action of the domain with these arguments");
      return;
    }
    String reason = request.excluded().get(step.groundAction());
    if (reason != null) {
      add("excluded", step, "must not be used: " + reason);
    }
    Placeholders values = new Placeholders(step.arguments());
    if (!Objects.equals(values.fill(action.run()), step.run())
        || !Objects.equals(values.fill(action.undo()), step.undo())
        || action.reversibility() != step.reversibility()
        || !action.duration().equals(step.duration())) {
      add("step", step, "is carried out in another way than the domain says");
    }
    Plausibility now = new Plausibility(universe, timeline.before(number));
    if (now.of(action.precondition(), step.arguments()) != Truth.YES) {
      add(
          "precondition",
          step,
          "its precondition need not hold: " + Words.text(action.precondition(), step.arguments()));
    }
    effects(action, step, now);
  }

  private boolean fits(Action action, PlanStep step) {
    List<String> names = action.parameters().stream().map(Parameter::name).toList();
    return names.equals(List.copyOf(step.arguments().keySet()))
        && action.parameters().stream()
            .allMatch(
                p ->
                    universe.fits(
                        Objects.requireNonNull(step.arguments().get(p.name())), p.type()));
  }

  private void effects(Action action, PlanStep step, Plausibility now) {
    Set<Fact> add = new LinkedHashSet<>();
    Set<Fact> delete = new LinkedHashSet<>();
    Map<Fact, BigDecimal> numbers = new HashMap<>();
    if (!collect(action.effects(), step.arguments(), now, add, delete, numbers)) {
      add("effect", step, "what it does depends on the order of other steps");
      return;
    }
    delete.removeAll(add);
    boolean same = numbers.keySet().equals(step.numbers().keySet());
    for (Map.Entry<Fact, BigDecimal> entry : numbers.entrySet()) {
      BigDecimal said = step.numbers().get(entry.getKey());
      same &= said != null && said.compareTo(entry.getValue()) == 0;
    }
    if (!same || !add.equals(step.add()) || !delete.equals(step.delete())) {
      add("effect", step, "has other effects than the domain says");
    }
  }

  /** False when an effect is not certain. */
  private boolean collect(
      List<Effect> effects,
      Map<String, String> binding,
      Plausibility now,
      Set<Fact> add,
      Set<Fact> delete,
      Map<Fact, BigDecimal> numbers) {
    boolean certain = true;
    for (Effect effect : effects) {
      switch (effect) {
        case Effect.Add added -> add.add(added.atom().under(binding));
        case Effect.Delete deleted -> delete.add(deleted.atom().under(binding));
        case Effect.Conditional conditional -> {
          Truth truth = now.of(conditional.condition(), binding);
          certain &= truth != Truth.UNSURE;
          if (truth == Truth.YES) {
            certain &= collect(conditional.effects(), binding, now, add, delete, numbers);
          }
        }
        case Effect.ForAll all -> {
          for (Map<String, String> choice : new Choices(universe, all.variables(), binding)) {
            certain &= collect(all.effects(), choice, now, add, delete, numbers);
          }
        }
        case Effect.Numeric numeric -> certain &= change(numeric, binding, now, numbers);
      }
    }
    return certain;
  }

  private static boolean change(
      Effect.Numeric numeric,
      Map<String, String> binding,
      Plausibility now,
      Map<Fact, BigDecimal> numbers) {
    Set<@Nullable BigDecimal> values = now.numbers(numeric.value(), binding);
    Set<@Nullable BigDecimal> before = now.numbers(numeric.fluent(), binding);
    boolean relative = numeric.change() != Effect.Change.ASSIGN;
    if (values.size() != 1 || (relative && before.size() != 1)) {
      return false;
    }
    BigDecimal value = values.iterator().next();
    if (value == null) {
      return true;
    }
    Fact key =
        new Fact(
            numeric.fluent().function(),
            numeric.fluent().arguments().stream().map(a -> a.under(binding)).toList());
    BigDecimal known = numbers.get(key);
    BigDecimal old = known != null || !relative ? known : before.iterator().next();
    BigDecimal start = old == null ? BigDecimal.ZERO : old;
    numbers.put(
        key,
        switch (numeric.change()) {
          case ASSIGN -> value;
          case INCREASE -> start.add(value);
          case DECREASE -> start.subtract(value);
        });
    return true;
  }

  private void add(String code, PlanStep step, String message) {
    findings.add(new Finding(code, step.id(), message));
  }
}
