package io.aleff.htn.lifted;

import io.aleff.htn.budget.Limits;
import io.aleff.htn.compiled.ActionSchema;
import io.aleff.htn.compiled.CompiledProblem;
import io.aleff.htn.compiled.EffectSchema;
import io.aleff.htn.relation.Join;
import io.aleff.htn.relation.JoinPlan;
import io.aleff.htn.relation.Relation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;

/** The current world state, changed in place, with a trail to take changes back. */
final class MutableState {

  private final Relation[] relations;
  private final Limits limits;
  private final IdentityHashMap<EffectSchema, JoinPlan> plans = new IdentityHashMap<>();
  private int[] trail = new int[1024];
  private int size;
  private long hash;

  MutableState(CompiledProblem problem, Limits limits) {
    this.limits = limits;
    relations = problem.state();
    for (int r = 0; r < relations.length; r++) {
      for (int t = 0; t < relations[r].size(); t++) {
        hash ^= key(r, t);
      }
    }
  }

  Relation[] relations() {
    return relations;
  }

  long hash() {
    return hash;
  }

  int mark() {
    return size;
  }

  void undo(int mark) {
    while (size > mark) {
      size -= 2;
      flip(trail[size], trail[size + 1]);
    }
  }

  /** Applies all effects of an action; deletes come before adds. */
  void apply(ActionSchema action, int[] arguments) {
    List<int[]> changes =
        action.conditional().isEmpty() ? List.of() : conditional(action, arguments);
    for (EffectSchema effect : action.simple()) {
      if (!effect.adds()) {
        set(effect.atom().relation(), effect.atom().under(arguments), false);
      }
    }
    changes.stream().filter(c -> c[1] == 0).forEach(this::set);
    for (EffectSchema effect : action.simple()) {
      if (effect.adds()) {
        set(effect.atom().relation(), effect.atom().under(arguments), true);
      }
    }
    changes.stream().filter(c -> c[1] == 1).forEach(this::set);
  }

  private List<int[]> conditional(ActionSchema action, int[] arguments) {
    List<int[]> changes = new ArrayList<>();
    for (EffectSchema effect : action.conditional()) {
      int[] binding = Arrays.copyOf(arguments, effect.when().variables());
      JoinPlan plan = plans.computeIfAbsent(effect, e -> plan(e, arguments.length));
      Join join = new Join(plan, relations, binding, limits);
      while (join.next()) {
        int[] tuple = effect.atom().under(binding);
        int[] change = new int[tuple.length + 2];
        change[0] = effect.atom().relation();
        change[1] = effect.adds() ? 1 : 0;
        System.arraycopy(tuple, 0, change, 2, tuple.length);
        changes.add(change);
      }
    }
    return changes;
  }

  private JoinPlan plan(EffectSchema effect, int parameters) {
    BitSet bound = new BitSet();
    bound.set(0, parameters);
    return new JoinPlan(effect.when(), bound, relations);
  }

  private void set(int[] change) {
    set(change[0], Arrays.copyOfRange(change, 2, change.length), change[1] == 1);
  }

  private void set(int relation, int[] values, boolean wanted) {
    int tuple = wanted ? relations[relation].add(values) : relations[relation].find(values);
    if (tuple < 0 || relations[relation].isPresent(tuple) == wanted) {
      return;
    }
    if (size == trail.length) {
      trail = Arrays.copyOf(trail, size * 2);
    }
    trail[size++] = relation;
    trail[size++] = tuple;
    flip(relation, tuple);
  }

  private void flip(int relation, int tuple) {
    relations[relation].present(tuple, !relations[relation].isPresent(tuple));
    hash ^= key(relation, tuple);
  }

  private static long key(int relation, int tuple) {
    return Hashing.mix(((long) relation << 32) | tuple);
  }
}
