package io.aleff.htn.search;

import io.aleff.htn.compiled.ActionSchema;
import io.aleff.htn.compiled.CompiledProblem;
import io.aleff.htn.compiled.TaskSchema;
import io.aleff.htn.ground.GroundProblem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;

/**
 * What actions and methods cost, in thousandths, and the least that each task can cost however it
 * is carried out, which is Knuth's generalisation of Dijkstra's algorithm (1977).
 */
final class Costs {

  /** By method, and by task: an action costs the same whatever the state. */
  final long[] method;

  final long[] least;

  private final GroundProblem problem;

  Costs(CompiledProblem compiled, GroundProblem problem) {
    this.problem = problem;
    this.method = new long[problem.methodTask.length];
    this.least = new long[problem.tasks.size()];
    for (int m = 0; m < method.length; m++) {
      int schema = problem.tasks.get(problem.methodTask[m]).schema();
      method[m] = compiled.tasks().get(schema).methods().get(problem.methodNumber[m]).cost();
    }
    Arrays.fill(least, Long.MAX_VALUE);
    settle(compiled);
  }

  private record Candidate(long cost, int task) {}

  private void settle(CompiledProblem compiled) {
    PriorityQueue<Candidate> queue = new PriorityQueue<>((a, b) -> Long.compare(a.cost, b.cost));
    for (int a = 0; a < problem.actions; a++) {
      TaskSchema schema = compiled.tasks().get(problem.tasks.get(a).schema());
      ActionSchema action = schema.action();
      queue.add(new Candidate(action == null ? 0 : action.cost(), a));
    }
    long[] sum = method.clone();
    int[] open = new int[method.length];
    List<List<Integer>> uses = new ArrayList<>();
    for (int t = 0; t < least.length; t++) {
      uses.add(new ArrayList<>());
    }
    for (int m = 0; m < method.length; m++) {
      open[m] = problem.subtasks[m].length;
      for (int subtask : problem.subtasks[m]) {
        uses.get(subtask).add(m);
      }
      if (open[m] == 0) {
        queue.add(new Candidate(sum[m], problem.methodTask[m]));
      }
    }
    for (Candidate next = queue.poll(); next != null; next = queue.poll()) {
      if (least[next.task] != Long.MAX_VALUE) {
        continue;
      }
      least[next.task] = next.cost;
      for (int m : uses.get(next.task)) {
        sum[m] += next.cost;
        if (--open[m] == 0) {
          queue.add(new Candidate(sum[m], problem.methodTask[m]));
        }
      }
    }
  }
}
