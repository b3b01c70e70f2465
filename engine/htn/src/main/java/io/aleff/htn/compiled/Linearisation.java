package io.aleff.htn.compiled;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Orders the subtasks of each method totally, so that what one subtask adds comes before those that
 * need it and what one deletes comes after (after Wu, Olz, Höller, Bercher: "Grounded Planning as
 * Total-Order Planning by Linearising Methods", on predicates rather than facts).
 */
final class Linearisation {

  private final Changes changes;
  private final BitSet[] needs;

  private Linearisation(CompiledProblem problem) {
    this.changes = new Changes(problem);
    this.needs = needs(problem);
  }

  static CompiledProblem of(CompiledProblem problem) {
    Linearisation linearisation = new Linearisation(problem);
    List<TaskSchema> tasks = new ArrayList<>();
    for (TaskSchema task : problem.tasks()) {
      tasks.add(task.with(task.methods().stream().map(linearisation::order).toList()));
    }
    return problem.with(tasks);
  }

  private static BitSet[] needs(CompiledProblem problem) {
    BitSet[] needs = new BitSet[problem.tasks().size()];
    for (int t = 0; t < needs.length; t++) {
      needs[t] = new BitSet();
      ActionSchema action = problem.tasks().get(t).action();
      if (action != null) {
        for (var atom : action.precondition().positive()) {
          needs[t].set(atom.relation());
        }
      }
    }
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int t = 0; t < needs.length; t++) {
        int before = needs[t].cardinality();
        for (MethodSchema method : problem.tasks().get(t).methods()) {
          for (var atom : method.precondition().positive()) {
            needs[t].set(atom.relation());
          }
          for (Call call : method.subtasks()) {
            needs[t].or(needs[call.task()]);
          }
        }
        changed |= needs[t].cardinality() > before;
      }
    }
    return needs;
  }

  private MethodSchema order(MethodSchema method) {
    if (method.isTotal()) {
      return method;
    }
    List<Integer> left = new ArrayList<>();
    for (int i = 0; i < method.subtasks().size(); i++) {
      left.add(i);
    }
    List<Call> calls = new ArrayList<>();
    List<BitSet> before = new ArrayList<>();
    while (!left.isEmpty()) {
      Integer next = best(method, left);
      left.remove(next);
      BitSet earlier = new BitSet();
      earlier.set(0, calls.size());
      before.add(earlier);
      calls.add(method.subtasks().get(next));
    }
    return new MethodSchema(
        method.name(),
        method.task(),
        method.precondition(),
        method.implied(),
        calls,
        before,
        method.cost());
  }

  /** Of the subtasks that may come next the one that disturbs the others least. */
  private Integer best(MethodSchema method, List<Integer> left) {
    Integer best = left.getFirst();
    int least = Integer.MAX_VALUE;
    for (Integer candidate : left) {
      BitSet earlier = method.before().get(candidate);
      if (left.stream().noneMatch(earlier::get)) {
        int harm = harm(method, candidate, left);
        if (harm < least) {
          best = candidate;
          least = harm;
        }
      }
    }
    return best;
  }

  private int harm(MethodSchema method, int candidate, List<Integer> left) {
    int task = method.subtasks().get(candidate).task();
    int harm = 0;
    for (int other : left) {
      if (other != candidate) {
        int rival = method.subtasks().get(other).task();
        harm += common(needs[task], changes.adds[rival]) - common(needs[rival], changes.adds[task]);
        harm +=
            common(needs[rival], changes.deletes[task])
                - common(needs[task], changes.deletes[rival]);
      }
    }
    return harm;
  }

  private static int common(BitSet left, BitSet right) {
    BitSet both = (BitSet) left.clone();
    both.and(right);
    return both.cardinality();
  }
}
