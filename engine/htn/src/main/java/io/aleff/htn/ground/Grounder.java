package io.aleff.htn.ground;

import io.aleff.htn.budget.Limits;
import io.aleff.htn.compiled.ActionSchema;
import io.aleff.htn.compiled.CompiledProblem;
import io.aleff.htn.compiled.EffectSchema;
import io.aleff.htn.compiled.MethodSchema;
import io.aleff.htn.relation.Ints;
import io.aleff.htn.relation.Join;
import io.aleff.htn.relation.JoinPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Builds the ground problem from what is reachable. */
public final class Grounder {

  private static final class Happening {
    private final EffectSchema effect;
    private final int[] binding;
    private final int[] when;

    Happening(EffectSchema effect, int[] binding, int[] when) {
      this.effect = effect;
      this.binding = binding;
      this.when = when;
    }

    EffectSchema effect() {
      return effect;
    }

    int[] binding() {
      return binding;
    }

    int[] when() {
      return when;
    }
  }

  private final CompiledProblem problem;
  private final Limits limits;
  private final Reachability reach;
  private final FactTable facts;
  private final GroundDraft draft = new GroundDraft();
  private final Ints numbers = new Ints();
  private final List<Integer> actions = new ArrayList<>();
  private final JoinPlan[][] effectPlans;

  private Grounder(CompiledProblem problem, Limits limits) {
    this.problem = problem;
    this.limits = limits;
    this.reach = new Reachability(problem, limits);
    reach.run();
    this.facts = new FactTable(reach.rules, problem.predicates().size());
    this.effectPlans = new JoinPlan[problem.tasks().size()][];
  }

  /**
   * The ground problem; null when the initial task network cannot be decomposed even if deletes are
   * ignored, so that the problem is unsolvable.
   */
  public static @Nullable GroundProblem ground(CompiledProblem problem, Limits limits) {
    Grounder grounder = new Grounder(problem, limits);
    if (!grounder.reach.isDone(grounder.reach.number(problem.top(), new int[0]))) {
      return null;
    }
    return Pruning.prune(grounder.build(), limits);
  }

  private GroundProblem build() {
    number();
    for (int action : actions) {
      limits.charge();
      forDeletes(action, (effect, binding) -> facts.mayDelete(effect.atom(), binding));
    }
    conditions();
    methods();
    effects();
    draft.facts = facts.count();
    draft.init = facts.initially();
    return new GroundProblem(draft);
  }

  private int[] arguments(int task) {
    int schema = reach.schemas.get(task);
    return reach.rules.relations[reach.rules.asked(schema)].tuple(reach.tuples.get(task));
  }

  private ActionSchema action(int task) {
    ActionSchema action = problem.tasks().get(reach.schemas.get(task)).action();
    if (action == null) {
      throw new IllegalStateException("a compound task among the actions");
    }
    return action;
  }

  /** Actions first, then compound tasks; -1 for what cannot be done. */
  private void number() {
    for (int t = 0; t < reach.schemas.size(); t++) {
      boolean primitive = problem.tasks().get(reach.schemas.get(t)).isPrimitive();
      numbers.add(-1);
      if (primitive && reach.isDone(t)) {
        actions.add(t);
      }
    }
    List<Integer> order = new ArrayList<>(actions);
    for (int t = 0; t < reach.schemas.size(); t++) {
      if (reach.isDone(t) && !problem.tasks().get(reach.schemas.get(t)).isPrimitive()) {
        order.add(t);
      }
    }
    for (int t : order) {
      numbers.set(t, draft.tasks.size());
      draft.tasks.add(GroundTask.of(reach.schemas.get(t), arguments(t)));
    }
    draft.actions = actions.size();
    draft.top = numbers.get(reach.number(problem.top(), new int[0]));
  }

  private void forDeletes(int task, BiConsumer<EffectSchema, int[]> use) {
    int[] arguments = arguments(task);
    for (EffectSchema effect : action(task).simple()) {
      if (!effect.adds()) {
        use.accept(effect, arguments);
      }
    }
    forConditional(
        task,
        (effect, binding) -> {
          if (!effect.adds()) {
            use.accept(effect, binding);
          }
        });
  }

  private void forConditional(int task, BiConsumer<EffectSchema, int[]> use) {
    List<EffectSchema> effects = action(task).conditional();
    int[] arguments = arguments(task);
    for (int e = 0; e < effects.size(); e++) {
      EffectSchema effect = effects.get(e);
      int[] binding = Arrays.copyOf(arguments, effect.when().variables());
      Join join = new Join(effectPlan(task, e), reach.rules.relations, binding, limits);
      while (join.next()) {
        limits.charge();
        use.accept(effect, binding);
      }
    }
  }

  private JoinPlan effectPlan(int task, int effect) {
    int schema = reach.schemas.get(task);
    JoinPlan[] plans = effectPlans[schema];
    if (plans == null) {
      BitSet bound = new BitSet();
      bound.set(0, problem.tasks().get(schema).domains().size());
      plans =
          action(task).conditional().stream()
              .map(e -> new JoinPlan(relaxed(e), bound, reach.rules.relations))
              .toArray(JoinPlan[]::new);
      effectPlans[schema] = plans;
    }
    return plans[effect];
  }

  private io.aleff.htn.relation.Query relaxed(EffectSchema effect) {
    var when = effect.when();
    return new io.aleff.htn.relation.Query(
        when.domains(), when.positive(), reach.rules.lasting(when.negative()), when.pairs());
  }

  private void conditions() {
    draft.needs = new int[actions.size()][];
    for (int a = 0; a < actions.size(); a++) {
      limits.charge();
      var condition = action(actions.get(a)).precondition();
      draft.needs[a] =
          facts.condition(condition.positive(), condition.negative(), arguments(actions.get(a)));
    }
    // An action that can never happen stays for the pruning: it needs a fact that nothing adds.
    for (int a = 0; a < actions.size(); a++) {
      if (draft.needs[a] == null) {
        draft.needs[a] = new int[] {Integer.MAX_VALUE};
      }
    }
  }

  private void methods() {
    Ints tasks = new Ints();
    Ints origins = new Ints();
    List<int[]> needs = new ArrayList<>();
    List<int[]> subtasks = new ArrayList<>();
    List<BitSet[]> before = new ArrayList<>();
    for (int m = 0; m < reach.methodTask.size(); m++) {
      limits.charge();
      if (!reach.isComplete(m)) {
        continue;
      }
      int task = reach.methodTask.get(m);
      int schema = reach.schemas.get(task);
      MethodSchema method = problem.tasks().get(schema).methods().get(reach.methodNumber.get(m));
      int[] binding =
          reach.instances[schema][reach.methodNumber.get(m)].tuple(reach.methodTuple.get(m));
      int[] condition =
          facts.condition(method.implied().positive(), method.implied().negative(), binding);
      if (condition != null) {
        tasks.add(numbers.get(task));
        origins.add(reach.methodNumber.get(m));
        needs.add(condition);
        subtasks.add(
            method.subtasks().stream()
                .mapToInt(c -> numbers.get(reach.number(c.task(), c.under(binding))))
                .toArray());
        before.add(method.isTotal() ? new BitSet[0] : method.before().toArray(new BitSet[0]));
      }
    }
    draft.methodTask = tasks.toArray();
    draft.methodNumber = origins.toArray();
    draft.methodNeeds = needs.toArray(new int[0][]);
    draft.subtasks = subtasks.toArray(new int[0][]);
    draft.before = before.toArray(new BitSet[0][]);
  }

  private void effects() {
    int count = actions.size();
    draft.adds = new int[count][];
    draft.deletes = new int[count][];
    draft.conditional = new GroundProblem.Conditional[count][];
    List<List<Happening>> conditional = new ArrayList<>();
    // Conditions first: they decide which facts have a number at all.
    for (int action : actions) {
      conditional.add(happenings(action));
    }
    for (int a = 0; a < count; a++) {
      limits.charge();
      EffectSets simple = new EffectSets(facts);
      int[] arguments = arguments(actions.get(a));
      action(actions.get(a)).simple().forEach(e -> simple.mark(e, arguments));
      List<GroundProblem.Conditional> all = new ArrayList<>();
      for (Happening happening : conditional.get(a)) {
        EffectSets sets = new EffectSets(facts);
        sets.mark(happening.effect(), happening.binding());
        all.add(sets.under(happening.when()));
      }
      if (!all.isEmpty()) {
        all.add(simple.under(new int[0]));
        simple.clear();
      }
      draft.deletes[a] = simple.allDeletes();
      draft.adds[a] = simple.allAdds();
      draft.conditional[a] = all.toArray(new GroundProblem.Conditional[0]);
    }
  }

  private List<Happening> happenings(int action) {
    List<Happening> all = new ArrayList<>();
    forConditional(
        action,
        (effect, binding) -> {
          int[] when = facts.condition(effect.when().positive(), effect.when().negative(), binding);
          if (when != null) {
            all.add(new Happening(effect, binding.clone(), when));
          }
        });
    return all;
  }
}
