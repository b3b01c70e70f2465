package io.aleff.htn.search;

import io.aleff.htn.budget.CostTable;
import io.aleff.htn.budget.LimitReached;
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
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Best-first progression for totally ordered problems. A node is a state and the pending tasks, of
 * which the first has several applicable methods: what leaves no choice is done at once. The
 * heuristic is the size of a relaxed solution, built task by task in their order, so that a task is
 * never helped by one that comes after it.
 *
 * <p>What a node is worth is found out in one of three ways, see {@link Guide}.
 */
final class TotalOrderSearch implements Improvable {

  /** When and how far a search looks ahead. */
  enum Guide {

    /** Each node is estimated when it is made. */
    EACH,

    /**
     * A node is estimated only when it is expanded, and its children go by that estimate, the one
     * that the relaxed solution takes coming first (Richter, Helmert: Preferred operators and
     * deferred evaluation in satisficing planning, 2009). That looks at far fewer nodes where many
     * methods apply and the heuristic is dear.
     */
    LATE,

    /**
     * The same, but only the next pending tasks are explored; the others count for what they cost
     * in the initial state. So what a task does to those far behind it does not hide whether it
     * comes to its own end, and an estimate is cheap. Dead ends far away are seen late.
     */
    NEAR
  }

  /** Steps and choices of a relaxed solution after which {@link Guide#NEAR} looks no further. */
  private static final int HORIZON = 10;

  private static final int FORCED = 10_000;
  private static final int[] NO_METHODS = {};

  /** Of the first node, whose parent no one estimated. */
  private static final int UNKNOWN = Integer.MAX_VALUE / 2;

  /** A node, and the method by which its parent led to it. */
  private static final class Node extends Frontier.Entry {
    private final @Nullable Node parent;
    private final int method;
    private final long cost;
    private long @Nullable [] state;
    private @Nullable Rest rest;

    Node(@Nullable Node parent, int method, Progress at) {
      super(parent == null ? 0 : parent.depth() + 1);
      this.parent = parent;
      this.method = method;
      this.cost = at.cost;
      this.state = at.state;
      this.rest = at.rest;
    }
  }

  private final CompiledProblem compiled;
  private final GroundProblem problem;
  private final Relaxation relaxation;
  private final Costs costs;
  private final int weight;
  private final Guide guide;
  private final CostTable visited = new CostTable();
  private final Frontier<Node> open;
  private final Novelty novelty = new Novelty();
  private Limits limits;
  private LongSupplier bound;
  private int @Nullable [] alone;
  private boolean begun;

  /**
   * @param weight of the estimate against the cost so far; 0 for greedy search
   */
  TotalOrderSearch(
      CompiledProblem compiled,
      GroundProblem problem,
      Costs costs,
      int weight,
      Guide guide,
      long seed) {
    this.guide = guide;
    this.compiled = compiled;
    this.problem = problem;
    this.costs = costs;
    this.weight = weight;
    this.open = new Frontier<>(seed);
    this.relaxation = new Relaxation(problem);
    this.limits = Limits.of(0, 0, 0, () -> true);
    this.bound = () -> Long.MAX_VALUE;
  }

  @Override
  public @Nullable Solution next(LongSupplier cheaperThan, Limits within) {
    bound = cheaperThan;
    limits = within;
    Node found = null;
    if (!begun) {
      begun = true;
      Rest top = new Rest(problem.top, null);
      found = enter(new Progress(BitState.initial(problem), top, 0), null, -1, UNKNOWN, 0);
    }
    while (found == null) {
      Node node = open.next();
      if (node == null) {
        return null;
      }
      try {
        found = expand(node);
      } catch (LimitReached reached) {
        open.putBack(node);
        throw reached;
      }
    }
    return solution(found);
  }

  /** The cheapest goal node among the children; null when there is none. */
  private @Nullable Node expand(Node node) {
    long[] state = node.state;
    Rest rest = node.rest;
    if (state == null || rest == null || node.cost + least(rest) >= bound.getAsLong()) {
      return null;
    }
    boolean late = guide != Guide.EACH;
    int estimate = late ? estimate(state, rest) : 0;
    limits.work(problem.methods[rest.task].length + relaxation.worked());
    int preferred = late && estimate >= 0 ? relaxation.doneBy(rest.task) : -1;
    Node goal = null;
    for (int method : estimate < 0 ? NO_METHODS : problem.methods[rest.task]) {
      if (method != preferred) {
        goal = cheaper(goal, child(node, method, estimate, 1));
      }
    }
    if (preferred >= 0) {
      goal = cheaper(goal, child(node, preferred, estimate, 0));
    }
    // The way to a goal is found again from its methods.
    node.state = null;
    node.rest = null;
    return goal;
  }

  private static @Nullable Node cheaper(@Nullable Node left, @Nullable Node right) {
    return left == null || (right != null && right.cost < left.cost) ? right : left;
  }

  private @Nullable Node child(Node node, int method, int estimate, int rank) {
    long[] state = node.state;
    Rest rest = node.rest;
    if (state == null || rest == null || !BitState.holds(state, problem.methodNeeds[method])) {
      return null;
    }
    Rest next = decomposed(method, rest.next);
    Progress progress = new Progress(state.clone(), next, node.cost + costs.method[method]);
    return enter(progress, node, method, estimate, rank);
  }

  private long least(@Nullable Rest rest) {
    long sum = 0;
    for (Rest at = rest; at != null; at = at.next) {
      sum += costs.least[at.task];
    }
    return sum;
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
      Progress progress, @Nullable Node parent, int method, int ofParent, int rank) {
    limits.charge();
    limits.work(progress.state.length);
    if (!progress.run(null)) {
      return null;
    }
    Rest rest = progress.rest;
    long most = bound.getAsLong();
    if (most != Long.MAX_VALUE && progress.cost + least(rest) >= most) {
      return null;
    }
    if (rest == null) {
      return new Node(parent, method, progress);
    }
    long key = BitState.hash(progress.state) * 31 ^ rest.hash;
    if (!visited.isBetter(key, weight == 0 ? 0 : progress.cost)) {
      return null;
    }
    int estimate = guide == Guide.EACH ? estimate(progress.state, rest) : ofParent;
    limits.work(relaxation.worked());
    if (estimate >= 0) {
      long total =
          weight == 0
              ? greedy(progress, rest.task, estimate, rank)
              : progress.cost + 1000L * weight * estimate;
      open.add(new Node(parent, method, progress), estimate, total);
    }
    return null;
  }

  /** By the estimate, then preferred ones first, then new ones. */
  private long greedy(Progress progress, int task, int estimate, int rank) {
    int old = novelty.isNew(estimate, progress.state, task) ? 0 : 1;
    return 4L * estimate + 2L * rank + old;
  }

  /** The size of a relaxed solution; -1 for a dead end. */
  private int estimate(long[] state, Rest rest) {
    if (guide == Guide.NEAR) {
      return estimateNear(state, rest);
    }
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

  /** As far as the horizon the size of a relaxed solution, then what tasks cost by themselves. */
  private int estimateNear(long[] state, Rest rest) {
    int[] far = alone();
    relaxation.start(state);
    int near = 0;
    int beyond = 0;
    for (Rest at = rest; at != null; at = at.next) {
      if (near >= HORIZON) {
        beyond += far[at.task] + 1;
      } else if (relaxation.ask(at.task)) {
        near += relaxation.use(at.task) + 1;
      } else {
        return -1;
      }
    }
    return near + beyond;
  }

  /** What each task costs in the initial state. */
  private int[] alone() {
    int[] known = alone;
    if (known == null) {
      relaxation.start(BitState.initial(problem));
      relaxation.request(problem.top);
      relaxation.run();
      known = new int[problem.tasks.size()];
      for (int task = 0; task < known.length; task++) {
        known[task] = relaxation.cost(task);
      }
      alone = known;
    }
    return known;
  }

  /** Does all that leaves no choice. */
  private final class Progress {
    private final long[] state;
    private @Nullable Rest rest;
    private long cost;
    private @Nullable LongSet seen;

    Progress(long[] state, @Nullable Rest rest, long cost) {
      this.state = state;
      this.rest = rest;
      this.cost = cost;
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
          cost += costs.least[head.task];
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
          cost += costs.method[only];
          note(taken, head.task, problem.methodNumber[only]);
          head = decomposed(only, head.next);
        }
      }
      rest = null;
      return true;
    }

    private boolean isLoop(Rest head, @Nullable List<Solution.Taken> taken) {
      limits.charge();
      if (taken != null) {
        return false;
      }
      LongSet known = seen == null ? new LongSet() : seen;
      seen = known;
      return !known.add(BitState.hash(state) * 31 ^ head.hash);
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
      Progress progress = new Progress(state, rest, 0);
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
