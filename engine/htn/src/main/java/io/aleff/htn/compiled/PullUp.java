package io.aleff.htn.compiled;

import io.aleff.htn.relation.Pair;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Infers what must hold when a task starts: for an action its precondition, for a method its own
 * and that of each subtask which no earlier subtask can bring about, for a compound task what all
 * its methods share. Greatest fixpoint, so that recursion loses nothing. Where tasks may
 * interleave, only what no action ever changes is inferred.
 */
final class PullUp {

  private final CompiledProblem problem;
  private final boolean total;
  private final BitSet[] adds;
  private final BitSet[] deletes;
  private final @Nullable Required[] needs;

  PullUp(CompiledProblem problem) {
    this.problem = problem;
    this.total = problem.isTotallyOrdered();
    int tasks = problem.tasks().size();
    Changes changes = new Changes(problem);
    this.adds = changes.adds;
    this.deletes = changes.deletes;
    this.needs = new Required[tasks];
    settle();
  }

  /**
   * Infers again only for tasks whose subtasks have changed; actions, declared last, come first.
   */
  private void settle() {
    int tasks = problem.tasks().size();
    List<BitSet> users = new ArrayList<>();
    Deque<Integer> open = new ArrayDeque<>();
    BitSet waiting = new BitSet();
    for (int t = 0; t < tasks; t++) {
      users.add(new BitSet());
      open.addFirst(t);
      waiting.set(t);
    }
    for (int t = 0; t < tasks; t++) {
      for (MethodSchema method : problem.tasks().get(t).methods()) {
        for (Call call : method.subtasks()) {
          users.get(call.task()).set(t);
        }
      }
    }
    for (Integer task = open.poll(); task != null; task = open.poll()) {
      waiting.clear(task);
      if (infer(task)) {
        for (int u = users.get(task).nextSetBit(0); u >= 0; u = users.get(task).nextSetBit(u + 1)) {
          if (!waiting.get(u)) {
            waiting.set(u);
            open.add(u);
          }
        }
      }
    }
  }

  /** The problem whose methods imply what was inferred; methods that can never end are left out. */
  CompiledProblem problem() {
    List<TaskSchema> tasks = new ArrayList<>();
    for (TaskSchema task : problem.tasks()) {
      List<MethodSchema> methods = new ArrayList<>();
      for (MethodSchema method : task.methods()) {
        Required implied = implied(method);
        if (implied != null) {
          methods.add(method.implying(implied.over(method.precondition())));
        }
      }
      tasks.add(task.with(methods));
    }
    return problem.with(tasks);
  }

  private boolean infer(int number) {
    TaskSchema task = problem.tasks().get(number);
    ActionSchema action = task.action();
    Required found = action != null ? Required.of(action.precondition()) : shared(task);
    if (found == null || found.equals(needs[number])) {
      return false;
    }
    needs[number] = found;
    return true;
  }

  private @Nullable Required shared(TaskSchema task) {
    Required shared = null;
    for (MethodSchema method : task.methods()) {
      Required implied = implied(method);
      if (implied == null) {
        continue;
      }
      Required about = implied.about(task.domains().size());
      if (shared == null) {
        shared = about;
      } else {
        shared.retain(about);
      }
    }
    return shared;
  }

  /** Null while some subtask is not known to be possible. */
  private @Nullable Required implied(MethodSchema method) {
    Required implied = Required.of(method.precondition());
    BitSet added = new BitSet();
    BitSet deleted = new BitSet();
    if (!total) {
      added.or(adds[problem.top()]);
      deleted.or(deletes[problem.top()]);
    }
    for (Call call : method.subtasks()) {
      Required needed = needs[call.task()];
      if (needed == null) {
        return null;
      }
      needed.positive().stream()
          .filter(a -> !added.get(a.relation()))
          .forEach(a -> implied.positive().add(a.called(call.arguments())));
      needed.negative().stream()
          .filter(a -> !deleted.get(a.relation()))
          .forEach(a -> implied.negative().add(a.called(call.arguments())));
      for (Pair pair : needed.pairs()) {
        implied.pairs().add(pair.called(call.arguments()));
      }
      added.or(adds[call.task()]);
      deleted.or(deletes[call.task()]);
    }
    return implied;
  }
}
