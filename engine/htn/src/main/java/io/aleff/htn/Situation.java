package io.aleff.htn;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A world that changes action by action, and what can be said of it in words. */
public final class Situation {

  /** Bindings that one question may try. */
  private static final int MOST = 200_000;

  private final WorldState start;
  private final SearchState state;
  private final Universe objects;
  private final Evaluator evaluator;
  private final Words words;

  public Situation(Domain domain, WorldState start) {
    this.start = start;
    this.state = new SearchState(start);
    this.objects = new Universe(domain, start);
    this.evaluator = new Evaluator(state, objects);
    this.words = new Words(evaluator);
  }

  /**
   * What an action reads and does.
   *
   * @param reads the values that its precondition and effects rest on
   */
  public record Done(
      Map<Fact, String> reads, Set<Fact> add, Set<Fact> delete, Map<Fact, BigDecimal> numbers) {

    /** The values that hold afterwards. */
    public Map<Fact, String> writes() {
      Map<Fact, String> writes = new LinkedHashMap<>();
      delete.forEach(fact -> writes.put(fact, "false"));
      add.forEach(fact -> writes.put(fact, "true"));
      numbers.forEach((fluent, value) -> writes.put(fluent, Literals.plain(value)));
      return writes;
    }
  }

  /** The world as it is now. */
  public WorldState now() {
    return state.snapshot(start.objects());
  }

  /** One sentence for each part of a condition that holds; none for one without parts. */
  public List<String> holding(Formula formula, Map<String, String> binding) {
    return words.holding(formula, binding);
  }

  /** Why a condition does not hold for any choice of the variables. */
  public String failing(Formula formula, List<Parameter> variables, Map<String, String> binding) {
    return variables.isEmpty()
        ? words.failing(formula, binding)
        : words.unsatisfied(formula, variables, binding);
  }

  /** Whether some choice satisfies the condition; also true when there are too many to try. */
  public boolean applies(Formula formula, List<Parameter> variables, Map<String, String> binding) {
    Budget budget = new Budget(MOST);
    return !new Matcher(state, objects, evaluator, budget)
            .solve(formula, variables, binding)
            .isEmpty()
        || budget.exhausted();
  }

  /**
   * The binding with the first choice of the variables that satisfies the condition; null if none.
   */
  public @Nullable Map<String, String> choice(
      Formula formula, List<Parameter> variables, Map<String, String> binding) {
    List<Map<String, String>> found =
        new Matcher(state, objects, evaluator, new Budget(MOST)).solve(formula, variables, binding);
    return found.isEmpty() ? null : found.getFirst();
  }

  /** The values that a condition's truth rests on. */
  public Map<Fact, String> reads(Formula formula, Map<String, String> binding) {
    Map<Fact, String> reads = new LinkedHashMap<>();
    evaluator.holds(formula, binding, reads);
    return reads;
  }

  /** A cost in this situation; undefined and negative ones count as 0. */
  public BigDecimal cost(Expression expression, Map<String, String> binding) {
    return evaluator.cost(expression, binding);
  }

  /** Carries out an action, whether its precondition holds or not. */
  public Done carryOut(Action action, Map<String, String> binding) {
    Map<Fact, String> reads = reads(action.precondition(), binding);
    Outcome outcome = evaluator.outcome(action.effects(), binding, reads);
    state.apply(outcome);
    return new Done(reads, outcome.add(), outcome.delete(), outcome.numbers());
  }
}
