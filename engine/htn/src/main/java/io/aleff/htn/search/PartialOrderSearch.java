package io.aleff.htn.search;

import io.aleff.htn.budget.CostTable;
import io.aleff.htn.budget.LimitReached;
import io.aleff.htn.budget.Limits;
import io.aleff.htn.compiled.Solution;
import io.aleff.htn.ground.GroundProblem;
import io.aleff.htn.ground.GroundTask;
import io.aleff.htn.ground.Relaxation;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Best-first progression for partially ordered problems. A node's children carry out each
 * applicable action that nothing need precede, and decompose one such compound task by each of its
 * methods; since decompositions commute, this is complete. What leaves no choice is done at once.
 */
final class PartialOrderSearch implements Improvable {

  /** What led to a node: an entry of the network and, for a compound task, its method. */
  private record Move(int id, int task, int method, int firstId, @Nullable Move before) {}

  private static final class Node extends Frontier.Entry {
    final long[] state;
    final Network network;
    final @Nullable Move last;
    final int nextId;
    final long cost;

    Node(int moves, long[] state, Network network, @Nullable Move last, int nextId, long cost) {
      super(moves);
      this.state = state;
      this.network = network;
      this.last = last;
      this.nextId = nextId;
      this.cost = cost;
    }
  }

  private final GroundProblem problem;
  private final Costs costs;
  private final Relaxation relaxation;
  private final int weight;
  private final CostTable visited = new CostTable();
  private final Frontier<Node> open;
  private Limits limits;
  private LongSupplier bound;
  private boolean begun;

  /**
   * @param weight of the estimate against the cost so far; 0 for greedy search
   */
  PartialOrderSearch(GroundProblem problem, Costs costs, int weight, long seed) {
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
      Network start =
          new Network(new int[] {problem.top}, new int[] {0}, new BitSet[] {new BitSet()});
      found = enter(new Node(0, BitState.initial(problem), start, null, 1, 0));
    }
    while (found == null) {
      Node node = open.next();
      if (node == null) {
        return null;
      }
      try {
        found = isTooDear(node) ? null : expand(node);
      } catch (LimitReached reached) {
        open.putBack(node);
        throw reached;
      }
    }
    return solution(found);
  }

  private boolean isTooDear(Node node) {
    long most = bound.getAsLong();
    if (most == Long.MAX_VALUE) {
      return false;
    }
    long least = node.cost;
    for (int entry : node.network.entries) {
      least += entry >= 0 ? costs.least[entry] : 0;
    }
    return least >= most;
  }

  /** The cheapest goal node among the children; null when there is none. */
  private @Nullable Node expand(Node node) {
    boolean decomposed = false;
    Node goal = null;
    for (int i = 0; i < node.network.size(); i++) {
      if (!node.network.isFree(i)) {
        continue;
      }
      int entry = node.network.entries[i];
      if (entry >= problem.actions && !decomposed) {
        decomposed = true;
        for (int method : problem.methods[entry]) {
          goal = cheaper(goal, enter(decomposed(node, i, method)));
        }
      } else if (entry >= 0
          && entry < problem.actions
          && BitState.holds(node.state, problem.needs[entry])) {
        goal = cheaper(goal, enter(performed(node, i)));
      }
    }
    return goal;
  }

  private static @Nullable Node cheaper(@Nullable Node left, @Nullable Node right) {
    return left == null || (right != null && right.cost < left.cost) ? right : left;
  }

  private Node performed(Node node, int position) {
    int action = node.network.entries[position];
    long[] state = node.state.clone();
    BitState.apply(problem, action, state);
    Move move = new Move(node.network.ids[position], action, -1, 0, node.last);
    return new Node(
        node.depth() + 1,
        state,
        node.network.without(position),
        move,
        node.nextId,
        node.cost + costs.least[action]);
  }

  private Node decomposed(Node node, int position, int method) {
    Move move =
        new Move(
            node.network.ids[position],
            node.network.entries[position],
            method,
            node.nextId,
            node.last);
    return new Node(
        node.depth() + 1,
        node.state,
        node.network.decomposed(problem, position, method, node.nextId),
        move,
        node.nextId + problem.subtasks[method].length,
        node.cost + costs.method[method]);
  }

  /** Queues a node unless it is known or a dead end; returns it if it is a goal. */
  private @Nullable Node enter(Node fresh) {
    limits.charge();
    Node node = forced(fresh);
    if (isTooDear(node)) {
      return null;
    }
    if (node.network.size() == 0) {
      return node;
    }
    long key = BitState.hash(node.state) * 31 ^ node.network.hash();
    if (!visited.isBetter(key, weight == 0 ? 0 : node.cost)) {
      return null;
    }
    int estimate = estimate(node);
    limits.work(relaxation.worked());
    if (estimate >= 0) {
      open.add(node, estimate, weight == 0 ? estimate : node.cost + 1000L * weight * estimate);
    }
    return null;
  }

  /** Does what can do no harm: preconditions of methods that hold, and tasks with one method. */
  private Node forced(Node fresh) {
    Node node = fresh;
    int steps = 0;
    for (int i = 0; i < node.network.size(); ) {
      int entry = node.network.entries[i];
      Node next = null;
      if (node.network.isFree(i)) {
        if (entry < 0) {
          next = BitState.holds(node.state, problem.methodNeeds[~entry]) ? guarded(node, i) : null;
        } else if (entry >= problem.actions) {
          int[] methods = problem.methods[entry];
          next = methods.length == 1 && steps < 1_000 ? decomposed(node, i, methods[0]) : null;
        } else if (isPure(entry) && BitState.holds(node.state, problem.needs[entry])) {
          next = performed(node, i);
        }
      }
      if (next == null) {
        i++;
      } else {
        node = next;
        i = 0;
        steps++;
      }
    }
    return node;
  }

  private boolean isPure(int action) {
    return problem.adds[action].length == 0
        && problem.deletes[action].length == 0
        && problem.conditional[action].length == 0;
  }

  private static Node guarded(Node node, int position) {
    return new Node(
        node.depth(),
        node.state,
        node.network.without(position),
        node.last,
        node.nextId,
        node.cost);
  }

  /** The size of a relaxed solution that respects the order; -1 for a dead end. */
  private int estimate(Node node) {
    relaxation.start(node.state);
    Network network = node.network;
    BitSet done = new BitSet();
    BitSet asked = new BitSet();
    boolean moved = true;
    while (moved) {
      moved = false;
      for (int i = 0; i < network.size(); i++) {
        if (!asked.get(i) && covers(done, network.before[i])) {
          asked.set(i);
          moved = true;
          if (network.entries[i] >= 0) {
            relaxation.request(network.entries[i]);
          }
        }
      }
      relaxation.run();
      for (int i = 0; i < network.size(); i++) {
        if (asked.get(i) && !done.get(i) && isDone(network.entries[i])) {
          done.set(i);
          moved = true;
        }
      }
    }
    if (done.cardinality() < network.size()) {
      return -1;
    }
    int estimate = 0;
    for (int entry : network.entries) {
      estimate +=
          entry >= 0 ? relaxation.use(entry) + 1 : relaxation.useFacts(problem.methodNeeds[~entry]);
    }
    return estimate;
  }

  private boolean isDone(int entry) {
    if (entry >= 0) {
      return relaxation.isDone(entry);
    }
    for (int fact : problem.methodNeeds[~entry]) {
      if (!relaxation.holds(fact)) {
        return false;
      }
    }
    return true;
  }

  private static boolean covers(BitSet set, BitSet part) {
    for (int b = part.nextSetBit(0); b >= 0; b = part.nextSetBit(b + 1)) {
      if (!set.get(b)) {
        return false;
      }
    }
    return true;
  }

  private Solution solution(Node goal) {
    List<Move> moves = new ArrayList<>();
    for (Move move = goal.last; move != null; move = move.before) {
      moves.add(move);
    }
    int[] number = new int[goal.nextId];
    List<Solution.Node> nodes = new ArrayList<>();
    // A task is always decomposed before its subtasks are, so reversed moves give parents first.
    for (Move move : moves.reversed()) {
      number[move.id] = nodes.size();
      GroundTask origin = problem.tasks.get(move.task);
      int method = move.method < 0 ? -1 : problem.methodNumber[move.method];
      nodes.add(new Solution.Node(origin.schema(), origin.arguments(), method, new ArrayList<>()));
    }
    List<Integer> steps = new ArrayList<>();
    for (Move move : moves.reversed()) {
      if (move.method < 0) {
        steps.add(number[move.id]);
      } else {
        for (int i = 0; i < problem.subtasks[move.method].length; i++) {
          nodes.get(number[move.id]).children().add(number[move.firstId + i]);
        }
      }
    }
    return new Solution(nodes, steps);
  }
}
