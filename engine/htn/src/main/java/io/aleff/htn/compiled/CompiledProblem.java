package io.aleff.htn.compiled;

import io.aleff.htn.relation.Relation;
import java.util.List;

/**
 * A planning problem over integers.
 *
 * @param objects names by number
 * @param predicates names by number
 * @param arities of the predicates
 * @param init tuples that hold at first, by predicate
 * @param tasks by number
 * @param top number of the task that stands for the initial task network
 */
public record CompiledProblem(
    List<String> objects,
    List<String> predicates,
    List<Integer> arities,
    List<List<int[]>> init,
    List<TaskSchema> tasks,
    int top) {

  public CompiledProblem {
    objects = List.copyOf(objects);
    predicates = List.copyOf(predicates);
    arities = List.copyOf(arities);
    init = List.copyOf(init);
    tasks = List.copyOf(tasks);
  }

  /** Whether every method is totally ordered. */
  public boolean isTotallyOrdered() {
    return tasks.stream().allMatch(t -> t.methods().stream().allMatch(MethodSchema::isTotal));
  }

  /** The initial state, one relation for each predicate. */
  public Relation[] state() {
    Relation[] relations = new Relation[predicates.size()];
    for (int p = 0; p < relations.length; p++) {
      relations[p] = new Relation(arities.get(p));
      for (int[] tuple : init.get(p)) {
        relations[p].present(relations[p].add(tuple), true);
      }
    }
    return relations;
  }

  /** What a solution costs, in thousandths. */
  public long cost(Solution solution) {
    long sum = 0;
    for (Solution.Node node : solution.nodes()) {
      TaskSchema task = tasks.get(node.task());
      ActionSchema action = task.action();
      sum += action != null ? action.cost() : task.methods().get(node.method()).cost();
    }
    return sum;
  }

  CompiledProblem with(List<TaskSchema> others) {
    return new CompiledProblem(objects, predicates, arities, init, others, top);
  }
}
