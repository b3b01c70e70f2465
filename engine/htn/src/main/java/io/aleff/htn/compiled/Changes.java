package io.aleff.htn.compiled;

import java.util.BitSet;
import java.util.List;

/** The predicates that each task, through any decomposition, may add and delete. */
final class Changes {

  final BitSet[] adds;
  final BitSet[] deletes;

  Changes(CompiledProblem problem) {
    int tasks = problem.tasks().size();
    adds = new BitSet[tasks];
    deletes = new BitSet[tasks];
    for (int t = 0; t < tasks; t++) {
      adds[t] = new BitSet();
      deletes[t] = new BitSet();
      ActionSchema action = problem.tasks().get(t).action();
      if (action != null) {
        for (List<EffectSchema> effects : List.of(action.simple(), action.conditional())) {
          for (EffectSchema effect : effects) {
            (effect.adds() ? adds : deletes)[t].set(effect.atom().relation());
          }
        }
      }
    }
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int t = 0; t < tasks; t++) {
        for (MethodSchema method : problem.tasks().get(t).methods()) {
          for (Call call : method.subtasks()) {
            changed |= grow(adds[t], adds[call.task()]);
            changed |= grow(deletes[t], deletes[call.task()]);
          }
        }
      }
    }
  }

  boolean mayChange(int task, int predicate) {
    return adds[task].get(predicate) || deletes[task].get(predicate);
  }

  private static boolean grow(BitSet to, BitSet from) {
    int before = to.cardinality();
    to.or(from);
    return to.cardinality() > before;
  }
}
