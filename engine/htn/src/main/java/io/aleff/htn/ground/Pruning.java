package io.aleff.htn.ground;

import io.aleff.htn.budget.Limits;
import io.aleff.htn.relation.Ints;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Removes what cannot be part of a solution, until little more falls away. */
final class Pruning {

  /** A round that leaves more than this part is the last one. */
  private static final double WORTHWHILE = 0.98;

  private final GroundProblem problem;
  private final Relaxation reach;
  private final int[] taskNumber;
  private final int[] factNumber;
  private final BitSet fixed = new BitSet();

  private Pruning(GroundProblem problem) {
    this.problem = problem;
    this.reach = new Relaxation(problem);
    this.taskNumber = new int[problem.tasks.size()];
    this.factNumber = new int[problem.facts];
    long[] state = new long[(problem.facts + 63) / 64];
    for (int fact : problem.init) {
      state[fact / 64] |= 1L << fact;
    }
    reach.start(state);
  }

  /** Null when the problem is unsolvable. */
  static @Nullable GroundProblem prune(GroundProblem problem, Limits limits) {
    GroundProblem now = problem;
    while (true) {
      limits.check();
      Pruning pruning = new Pruning(now);
      pruning.reach.request(now.top);
      pruning.reach.run();
      if (!pruning.reach.isDone(now.top)) {
        return null;
      }
      GroundProblem next = pruning.rest();
      if (next.size() > now.size() * WORTHWHILE) {
        return next;
      }
      now = next;
    }
  }

  private GroundProblem rest() {
    GroundDraft draft = new GroundDraft();
    numberTasks(draft);
    findFixed();
    numberFacts(draft);
    actions(draft);
    methods(draft);
    return new GroundProblem(draft);
  }

  private boolean isKept(int task) {
    return reach.isAsked(task) && reach.isDone(task);
  }

  private void numberTasks(GroundDraft draft) {
    for (int t = 0; t < problem.tasks.size(); t++) {
      taskNumber[t] = isKept(t) ? draft.tasks.size() : -1;
      if (isKept(t)) {
        draft.tasks.add(problem.tasks.get(t));
        draft.actions += t < problem.actions ? 1 : 0;
      }
    }
    draft.top = taskNumber[problem.top];
  }

  /** Facts that hold at first and that no remaining action deletes. */
  private void findFixed() {
    for (int fact : problem.init) {
      fixed.set(fact);
    }
    for (int a = 0; a < problem.actions; a++) {
      if (isKept(a)) {
        clear(problem.deletes[a]);
        for (GroundProblem.Conditional effect : problem.conditional[a]) {
          clear(effect.deletes);
          clear(effect.removes);
        }
      }
    }
  }

  private void clear(int[] facts) {
    for (int fact : facts) {
      fixed.clear(fact);
    }
  }

  private void numberFacts(GroundDraft draft) {
    BitSet needed = new BitSet();
    for (int a = 0; a < problem.actions; a++) {
      if (isKept(a)) {
        mark(problem.needs[a], needed);
        for (GroundProblem.Conditional effect : problem.conditional[a]) {
          if (mayHappen(effect)) {
            mark(effect.when, needed);
          }
        }
      }
    }
    for (int m = 0; m < problem.methodTask.length; m++) {
      if (reach.isComplete(m) && isKept(problem.methodTask[m])) {
        mark(problem.methodNeeds[m], needed);
      }
    }
    needed.andNot(fixed);
    for (int f = 0; f < problem.facts; f++) {
      factNumber[f] = needed.get(f) ? draft.facts++ : -1;
    }
    draft.init = facts(problem.init);
  }

  private boolean mayHappen(GroundProblem.Conditional effect) {
    return Arrays.stream(effect.when).allMatch(reach::holds);
  }

  private static void mark(int[] facts, BitSet needed) {
    for (int fact : facts) {
      needed.set(fact);
    }
  }

  private int[] facts(int[] old) {
    int[] kept = new int[old.length];
    int size = 0;
    for (int fact : old) {
      if (factNumber[fact] >= 0) {
        kept[size++] = factNumber[fact];
      }
    }
    return size == kept.length ? kept : Arrays.copyOf(kept, size);
  }

  private int[] renumbered(int[] tasks) {
    int[] renumbered = new int[tasks.length];
    for (int i = 0; i < tasks.length; i++) {
      renumbered[i] = taskNumber[tasks[i]];
    }
    return renumbered;
  }

  private void actions(GroundDraft draft) {
    draft.needs = new int[draft.actions][];
    draft.adds = new int[draft.actions][];
    draft.deletes = new int[draft.actions][];
    draft.conditional = new GroundProblem.Conditional[draft.actions][];
    for (int a = 0; a < problem.actions; a++) {
      int number = taskNumber[a];
      if (number >= 0) {
        draft.needs[number] = facts(problem.needs[a]);
        draft.adds[number] = facts(problem.adds[a]);
        draft.deletes[number] = facts(problem.deletes[a]);
        draft.conditional[number] =
            problem.conditional[a].length == 0
                ? problem.conditional[a]
                : Arrays.stream(problem.conditional[a])
                    .filter(this::mayHappen)
                    .map(
                        e ->
                            new GroundProblem.Conditional(
                                facts(e.when), facts(e.deletes), facts(e.adds), facts(e.removes)))
                    .toArray(GroundProblem.Conditional[]::new);
      }
    }
  }

  private void methods(GroundDraft draft) {
    Ints tasks = new Ints();
    Ints numbers = new Ints();
    List<int[]> needs = new ArrayList<>();
    List<int[]> subtasks = new ArrayList<>();
    List<BitSet[]> before = new ArrayList<>();
    for (int m = 0; m < problem.methodTask.length; m++) {
      if (reach.isComplete(m) && isKept(problem.methodTask[m])) {
        tasks.add(taskNumber[problem.methodTask[m]]);
        numbers.add(problem.methodNumber[m]);
        needs.add(facts(problem.methodNeeds[m]));
        subtasks.add(renumbered(problem.subtasks[m]));
        before.add(problem.before[m]);
      }
    }
    draft.methodTask = tasks.toArray();
    draft.methodNumber = numbers.toArray();
    draft.methodNeeds = needs.toArray(new int[0][]);
    draft.subtasks = subtasks.toArray(new int[0][]);
    draft.before = before.toArray(new BitSet[0][]);
  }
}
