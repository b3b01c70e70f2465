package io.aleff.htn.search;

import io.aleff.htn.budget.Limits;
import io.aleff.htn.budget.LongSet;
import io.aleff.htn.compiled.CompiledProblem;
import io.aleff.htn.compiled.Solution;
import io.aleff.htn.ground.GroundProblem;
import io.aleff.htn.ground.GroundTask;
import io.aleff.htn.ground.Relaxation;
import io.aleff.htn.relation.Ints;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Greedy best-first progression for totally ordered problems. A node is a state and the pending
 * tasks, of which the first has several applicable methods: what leaves no choice is done at once.
 * The heuristic is the size of a relaxed solution, built task by task in their order, so that a
 * task is never helped by one that comes after it.
 */
final class TotalOrderSearch {

  private static final int FORCED = 10_000;

  /** A node, and the method by which its parent led to it. */
  private record Node(
      State state, @Nullable Rest rest, @Nullable Node parent, int method, long key) {}

  /** Wraps the words so that the record's equality is identity. */
  private static final class State {
    final long[] words;

    State(long[] words) {
      this.words = words;
    }
  }

  private final CompiledProblem compiled;
  private final GroundProblem problem;
  private final Relaxation relaxation;
  private final Limits limits;
  private final LongSet visited = new LongSet();
  private final PriorityQueue<Node> open =
      new PriorityQueue<>((a, b) -> Long.compare(a.key, b.key));
  private long created;

  TotalOrderSearch(CompiledProblem compiled, GroundProblem problem, Limits limits) {
    this.compiled = compiled;
    this.problem = problem;
    this.limits = limits;
    this.relaxation = new Relaxation(problem);
  }

  /** A solution; null when there is none. */
  @Nullable Solution run() {
    Node found = enter(BitState.initial(problem), new Rest(problem.top, null), null, -1);
    while (found == null && !open.isEmpty()) {
      found = expand(open.remove());
    }
    return found == null ? null : solution(found);
  }

  /** A goal node among the children; null when there is none. */
  private @Nullable Node expand(Node node) {
    Rest rest = node.rest;
    if (rest == null) {
      return node;
    }
    for (int method : problem.methods[rest.task]) {
      if (BitState.holds(node.state.words, problem.methodNeeds[method])) {
        Node goal = enter(node.state.words.clone(), decomposed(method, rest.next), node, method);
        if (goal != null) {
          return goal;
        }
      }
    }
    return null;
  }

  private @Nullable Rest decomposed(int method, @Nullable Rest next) {
    Rest rest = next;
    int[] subtasks = problem.subtasks[method];
    for (int i = subtasks.length - 1; i >= 0; i--) {
      rest = new Rest(subtasks[i], rest);
    }
    return rest;
  }

  /** Makes a node of what follows, unless it is known or a dead end; returns it if it is a goal. */
  private @Nullable Node enter(
      long[] state, @Nullable Rest start, @Nullable Node parent, int method) {
    limits.charge();
    Progress progress = new Progress(state, start);
    if (!progress.run(null)) {
      return null;
    }
    Rest rest = progress.rest;
    if (rest == null) {
      return new Node(new State(state), null, parent, method, 0);
    }
    if (!visited.add(BitState.hash(state) * 31 ^ rest.hash)) {
      return null;
    }
    int estimate = estimate(state, rest);
    if (estimate >= 0) {
      long key = ((long) estimate << 32) - created++;
      open.add(new Node(new State(state), rest, parent, method, key));
    }
    return null;
  }

  /** The size of a relaxed solution; -1 for a dead end. */
  private int estimate(long[] state, Rest rest) {
    relaxation.start(state);
    for (Rest at = rest; at != null; at = at.next) {
      if (!relaxation.ask(at.task)) {
        return -1;
      }
    }
    int estimate = 0;
    for (Rest at = rest; at != null; at = at.next) {
      estimate += relaxation.use(at.task) + 1;
    }
    return estimate;
  }

  /** Does all that leaves no choice. */
  private final class Progress {
    private final long[] state;
    private @Nullable Rest rest;

    Progress(long[] state, @Nullable Rest rest) {
      this.state = state;
      this.rest = rest;
    }

    /** False in a dead end. What is done goes to {@code taken} if given. */
    boolean run(@Nullable List<Solution.Taken> taken) {
      Rest head = rest;
      for (int forced = 0; head != null; forced++) {
        if (head.task < problem.actions) {
          if (!BitState.holds(state, problem.needs[head.task])) {
            return false;
          }
          BitState.apply(problem, head.task, state);
          note(taken, head.task, -1);
          head = head.next;
        } else {
          int only = only(head.task);
          if (only < 0) {
            rest = head;
            return only == SEVERAL;
          }
          if (forced > FORCED && isLoop(head, taken)) {
            return false;
          }
          note(taken, head.task, problem.methodNumber[only]);
          head = decomposed(only, head.next);
        }
      }
      rest = null;
      return true;
    }

    private boolean isLoop(Rest head, @Nullable List<Solution.Taken> taken) {
      limits.charge();
      return taken == null && !visited.add(BitState.hash(state) * 31 ^ head.hash);
    }

    private int only(int task) {
      int only = NONE;
      for (int method : problem.methods[task]) {
        if (BitState.holds(state, problem.methodNeeds[method])) {
          if (only >= 0) {
            return SEVERAL;
          }
          only = method;
        }
      }
      return only;
    }
  }

  private static final int NONE = -1;
  private static final int SEVERAL = -2;

  private void note(@Nullable List<Solution.Taken> taken, int task, int method) {
    if (taken != null) {
      GroundTask origin = problem.tasks.get(task);
      taken.add(new Solution.Taken(origin.schema(), origin.arguments(), method));
    }
  }

  /** Repeats the way to a goal node and writes down the tasks in the order they are taken. */
  private Solution solution(Node goal) {
    Ints methods = new Ints();
    for (Node at = goal; at != null && at.method >= 0; at = at.parent) {
      methods.add(at.method);
    }
    List<Solution.Taken> taken = new ArrayList<>();
    long[] state = BitState.initial(problem);
    Rest rest = new Rest(problem.top, null);
    for (int i = methods.size(); i >= 0; i--) {
      Progress progress = new Progress(state, rest);
      progress.run(taken);
      rest = progress.rest;
      if (i > 0 && rest != null) {
        int method = methods.get(i - 1);
        note(taken, rest.task, problem.methodNumber[method]);
        rest = decomposed(method, rest.next);
      }
    }
    return Solution.of(compiled, taken);
  }
}
