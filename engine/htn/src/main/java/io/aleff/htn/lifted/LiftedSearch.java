package io.aleff.htn.lifted;

import io.aleff.htn.budget.Limits;
import io.aleff.htn.budget.LongSet;
import io.aleff.htn.compiled.ActionSchema;
import io.aleff.htn.compiled.Call;
import io.aleff.htn.compiled.CompiledProblem;
import io.aleff.htn.compiled.MethodSchema;
import io.aleff.htn.compiled.Solution;
import io.aleff.htn.compiled.TaskSchema;
import io.aleff.htn.relation.Join;
import io.aleff.htn.relation.JoinPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Depth-first decomposition of a totally ordered problem over an explicit stack. Methods are tried
 * in an order given from outside; a pair of state and pending tasks is never visited twice.
 */
final class LiftedSearch {

  /** A compound task whose methods are being tried. */
  private static final class Choice {
    final Pending task;
    final int mark;
    final int taken;
    final long cost;
    final int[] order;
    int at;
    @Nullable Join join;

    Choice(Pending task, int mark, int taken, long cost, int[] order) {
      this.task = task;
      this.mark = mark;
      this.taken = taken;
      this.cost = cost;
      this.order = order;
    }
  }

  /** A task that was taken, in a form that costs little while searching. */
  private static final class Taken {
    private final int task;
    private final int[] arguments;
    private final int method;

    Taken(int task, int[] arguments, int method) {
      this.task = task;
      this.arguments = arguments;
      this.method = method;
    }

    Solution.Taken step() {
      return new Solution.Taken(task, Arrays.stream(arguments).boxed().toList(), method);
    }
  }

  private final CompiledProblem problem;
  private final MutableState state;
  private final JoinPlan[][] plans;
  private final MethodOrder order;
  private final Extent extent;
  private final Limits limits;
  private final LongSet visited = new LongSet();
  private final List<Choice> choices = new ArrayList<>();
  private final List<Taken> taken = new ArrayList<>();
  private final LongSupplier bound;
  private @Nullable Pending pending;
  private long cost;
  private boolean cut;

  /**
   * @param bound that the cost of a solution must stay below, in thousandths
   */
  LiftedSearch(
      CompiledProblem problem,
      MethodOrder order,
      Extent extent,
      LongSupplier bound,
      Limits limits) {
    this.problem = problem;
    this.order = order;
    this.extent = extent;
    this.bound = bound;
    this.limits = limits;
    this.state = new MutableState(problem, limits);
    this.plans = new JoinPlan[problem.tasks().size()][];
    for (int t = 0; t < plans.length; t++) {
      plans[t] = plans(problem.tasks().get(t));
    }
  }

  /**
   * How far a search goes before it gives something up.
   *
   * @param deepest how far tasks may be nested
   * @param tries decompositions that are tried for a task before the next one begins
   */
  record Extent(int deepest, int tries) {}

  private JoinPlan[] plans(TaskSchema task) {
    BitSet bound = new BitSet();
    bound.set(0, task.domains().size());
    return task.methods().stream()
        .map(m -> new JoinPlan(m.implied(), bound, state.relations()))
        .toArray(JoinPlan[]::new);
  }

  /** Whether a branch was given up for its depth, effort or cost. */
  boolean wasCut() {
    return cut;
  }

  /** A solution; null when there is none within the depth. */
  @Nullable Solution run() {
    pending = new Pending(problem.top(), new int[0], null, null, null);
    while (true) {
      if (descend()) {
        return Solution.of(problem, taken.stream().map(Taken::step).toList());
      }
      if (!backtrack()) {
        return null;
      }
    }
  }

  /** Whether all pending tasks could be done with the first choices. */
  private boolean descend() {
    while (pending != null) {
      limits.charge();
      Pending head = pending;
      TaskSchema task = problem.tasks().get(head.task);
      ActionSchema action = task.action();
      if (action != null) {
        if (!perform(head, action)) {
          return false;
        }
      } else if (!open(head, task) || !proceed(choices.getLast())) {
        return false;
      }
    }
    return true;
  }

  private boolean perform(Pending head, ActionSchema action) {
    if (!Applicability.holds(action.precondition(), head.arguments, state.relations())) {
      return false;
    }
    state.apply(action, head.arguments);
    cost += action.cost();
    if (cost >= bound.getAsLong()) {
      cut = true;
      return false;
    }
    taken.add(new Taken(head.task, head.arguments, -1));
    pending = head.next;
    return true;
  }

  private boolean open(Pending head, TaskSchema task) {
    if (head.level > extent.deepest || (order.avoids(head.task) && head.repeats())) {
      cut = true;
      return false;
    }
    if (!visited.add(Hashing.mix(state.hash() ^ (head.hash * 31)))) {
      return false;
    }
    if (head.first) {
      head.effort.bottom = choices.size();
      head.effort.tries = 0;
    }
    int[] methods = order.of(head.task, task.methods().size());
    choices.add(new Choice(head, state.mark(), taken.size(), cost, methods));
    return true;
  }

  /** The next decomposition; false when there is none, or the effort for the task is spent. */
  private boolean proceed(Choice choice) {
    Effort effort = choice.task.effort;
    if (effort.tries++ < extent.tries) {
      return tryNext(choice);
    }
    cut = true;
    reset(choices.get(effort.bottom));
    choices.subList(effort.bottom, choices.size()).clear();
    return false;
  }

  private void reset(Choice choice) {
    state.undo(choice.mark);
    taken.subList(choice.taken, taken.size()).clear();
    cost = choice.cost;
  }

  private boolean tryNext(Choice choice) {
    Pending head = choice.task;
    List<MethodSchema> methods = problem.tasks().get(head.task).methods();
    while (choice.at < choice.order.length) {
      int number = choice.order[choice.at];
      MethodSchema method = methods.get(number);
      Join join = choice.join;
      if (join == null) {
        int[] binding = new int[method.implied().variables()];
        System.arraycopy(head.arguments, 0, binding, 0, head.arguments.length);
        join =
            new Join(plans[head.task][number], state.relations(), binding, limits, order.random());
        choice.join = join;
      }
      if (join.next()) {
        decompose(head, number, method, join.binding());
        return true;
      }
      choice.join = null;
      choice.at++;
    }
    choices.removeLast();
    return false;
  }

  private void decompose(Pending head, int number, MethodSchema method, int[] binding) {
    Pending rest = head.next;
    for (int i = method.subtasks().size() - 1; i >= 0; i--) {
      Call call = method.subtasks().get(i);
      Effort shared = i == method.subtasks().size() - 1 ? head.effort : null;
      rest = new Pending(call.task(), call.under(binding), head, rest, shared);
    }
    cost += method.cost();
    taken.add(new Taken(head.task, head.arguments, number));
    pending = rest;
  }

  private boolean backtrack() {
    while (!choices.isEmpty()) {
      limits.charge();
      Choice last = choices.getLast();
      reset(last);
      if (proceed(last)) {
        return true;
      }
    }
    return false;
  }
}
