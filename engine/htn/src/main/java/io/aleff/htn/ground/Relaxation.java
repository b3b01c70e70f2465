package io.aleff.htn.ground;

import io.aleff.htn.relation.Ints;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Explores what a state and a task network can reach when deletes are ignored, from the top down
 * and the bottom up at once: an action counts only when it is asked for, a subtask is asked for
 * only when the ones before it can be done. What costs little comes first, where a fact costs what
 * all conditions of the cheapest action for it do together, and a task what its cheapest method
 * does (the additive heuristic of Bonet and Geffner, 2001, with tasks as in the relaxed composition
 * of Höller, Bercher, Behnke, Biundo, 2018). Remembers the cheapest way to each fact and task, so
 * that a relaxed solution can be read off. One instance serves many explorations, one at a time.
 */
public final class Relaxation {

  /** What is remembered of a task, side by side: rounds of exploration, and how it can be done. */
  private static final int TASK = 8;

  private static final int ASKED = 0;
  private static final int OPEN = 1;
  private static final int FOUND = 2;
  private static final int DONE = 3;
  private static final int COST = 4;
  private static final int BY = 5;
  private static final int WAITER = 6;

  /** Of a method: conditions and subtasks that are missing, and what the others cost. */
  private static final int METHOD = 4;

  private static final int MISSING = 0;
  private static final int UNDONE = 1;
  private static final int SUM = 2;

  private final GroundProblem problem;
  private final int tasks;
  private final boolean total;

  /** Operators: the actions, then their conditional effects. */
  private final int[] action;

  private final IntLists operatorNeeds;
  private final IntLists operatorAdds;
  private final IntLists conditionalOf;
  private final IntLists operatorsByFact;
  private final IntLists methodNeeds;
  private final IntLists methodsByFact;
  private final IntLists methodsOf;
  private final IntLists subtasks;
  private final int[] slotMethod;

  private int round;
  private long worked;
  private final Agenda agenda = new Agenda();
  private final int[] factRound;
  private final int[] factFound;
  private final int[] factCost;
  private final int[] factBy;
  private final int[] operatorRound;
  private final int[] operatorMissing;
  private final int[] operatorCost;
  private final int[] task;
  private final int[] method;
  private final int[] slotBlocked;
  private final int[] nextWaiter;
  private final int[] ready;
  private int readyCount;
  private final int[] asked;
  private int askedCount;

  private final int[] factUsed;
  private final int[] taskUsed;
  private final int[] stack;
  private int stacked;

  public Relaxation(GroundProblem problem) {
    this.problem = problem;
    this.tasks = problem.tasks.size();
    this.total = problem.isTotallyOrdered();
    List<int[]> needs = new ArrayList<>(List.of(problem.needs));
    List<int[]> adds = new ArrayList<>(List.of(problem.adds));
    Ints actions = new Ints();
    for (int a = 0; a < problem.actions; a++) {
      actions.add(a);
    }
    int[][] conditional = new int[problem.actions][];
    for (int a = 0; a < problem.actions; a++) {
      GroundProblem.Conditional[] effects = problem.conditional[a];
      conditional[a] = new int[effects.length];
      for (int e = 0; e < effects.length; e++) {
        conditional[a][e] = needs.size();
        actions.add(a);
        needs.add(union(problem.needs[a], effects[e].when));
        adds.add(effects[e].adds);
      }
    }
    this.action = actions.toArray();
    this.conditionalOf = new IntLists(conditional);
    this.operatorNeeds = new IntLists(needs.toArray(new int[0][]));
    this.operatorAdds = new IntLists(adds.toArray(new int[0][]));
    this.operatorsByFact = operatorNeeds.inverse(problem.facts);
    this.methodNeeds = new IntLists(problem.methodNeeds);
    this.methodsByFact = methodNeeds.inverse(problem.facts);
    this.methodsOf = new IntLists(problem.methods);
    this.subtasks = new IntLists(problem.subtasks);
    int slots = subtasks.items.length;
    this.slotMethod = new int[slots];
    int methods = problem.methodTask.length;
    for (int m = 0; m < methods; m++) {
      Arrays.fill(slotMethod, subtasks.from[m], subtasks.from[m + 1], m);
    }
    this.factRound = new int[problem.facts];
    this.factFound = new int[problem.facts];
    this.factCost = new int[problem.facts];
    this.factBy = new int[problem.facts];
    this.operatorRound = new int[action.length];
    this.operatorMissing = new int[action.length];
    this.operatorCost = new int[action.length];
    this.task = new int[TASK * tasks];
    this.method = new int[METHOD * methods];
    this.slotBlocked = new int[total ? 0 : slots];
    this.nextWaiter = new int[slots];
    this.ready = new int[slots];
    this.asked = new int[tasks];
    this.factUsed = new int[problem.facts];
    this.taskUsed = new int[tasks];
    this.stack = new int[problem.facts + tasks];
  }

  private static int[] union(int[] left, int[] right) {
    return right.length == 0
        ? left
        : IntStream.concat(Arrays.stream(left), Arrays.stream(right)).distinct().toArray();
  }

  /** The work done since the last call; looking at four entries of an array is one unit. */
  public long worked() {
    long since = worked / 4;
    worked = 0;
    return since;
  }

  /** Starts anew from a state, given as a bit set in words. */
  public void start(long[] state) {
    round++;
    worked += state.length;
    readyCount = 0;
    askedCount = 0;
    agenda.clear();
    for (int w = 0; w < state.length; w++) {
      for (long bits = state[w]; bits != 0; bits &= bits - 1) {
        int fact = w * 64 + Long.numberOfTrailingZeros(bits);
        factRound[fact] = round;
        factCost[fact] = 0;
        factBy[fact] = -1;
      }
    }
  }

  /**
   * Asks for a task, after all that was asked for before, and explores until it is done. Whether it
   * can be done.
   */
  public boolean ask(int task) {
    request(task);
    while (!isDone(task) && step()) {}
    return isDone(task);
  }

  /** Asks for a task without exploring yet. */
  public void request(int number) {
    int at = TASK * number;
    if (task[at + ASKED] != round) {
      task[at + ASKED] = round;
      task[at + WAITER] = -1;
      asked[askedCount++] = number;
    }
  }

  /** Explores all that was requested. */
  public void run() {
    while (step()) {}
  }

  /** Whether there was something to explore. */
  private boolean step() {
    if (readyCount > 0) {
      advance(ready[--readyCount]);
      return true;
    }
    if (askedCount > 0) {
      open(asked[--askedCount]);
      return true;
    }
    int event = agenda.poll();
    if (event < 0) {
      return false;
    }
    if (event < problem.facts) {
      if (factRound[event] != round) {
        arrived(event);
      }
    } else if (!isDone(event - problem.facts)) {
      done(event - problem.facts);
    }
    return true;
  }

  public boolean isAsked(int number) {
    return task[TASK * number + ASKED] == round;
  }

  public boolean isDone(int number) {
    return task[TASK * number + DONE] == round;
  }

  /** Steps and choices for a task, common ones counted each time; 0 for one that is not done. */
  public int cost(int number) {
    return isDone(number) ? task[TASK * number + COST] : 0;
  }

  /** The cheapest method of a compound task that is done. */
  public int doneBy(int number) {
    return task[TASK * number + BY];
  }

  public boolean holds(int fact) {
    return fact < problem.facts && factRound[fact] == round;
  }

  /** Whether all subtasks of a method of a task that was asked for can be done. */
  boolean isComplete(int number) {
    return isOpen(number)
        && method[METHOD * number + MISSING] == 0
        && method[METHOD * number + UNDONE] == 0;
  }

  private boolean isOpen(int number) {
    return task[TASK * problem.methodTask[number] + OPEN] == round;
  }

  private static int sum(int left, int right) {
    return Math.min(left + right, Agenda.DEAREST);
  }

  private void open(int number) {
    if (number < problem.actions) {
      activate(number);
      for (int i = conditionalOf.from[number]; i < conditionalOf.from[number + 1]; i++) {
        activate(conditionalOf.items[i]);
      }
      return;
    }
    task[TASK * number + OPEN] = round;
    worked += 4L * methodsOf.size(number);
    for (int i = methodsOf.from[number]; i < methodsOf.from[number + 1]; i++) {
      int m = methodsOf.items[i];
      int cost = 1;
      int missing = 0;
      for (int n = methodNeeds.from[m]; n < methodNeeds.from[m + 1]; n++) {
        int fact = methodNeeds.items[n];
        if (holds(fact)) {
          cost = sum(cost, factCost[fact]);
        } else {
          missing++;
        }
      }
      method[METHOD * m + MISSING] = missing;
      method[METHOD * m + UNDONE] = subtasks.size(m);
      method[METHOD * m + SUM] = cost;
      if (missing == 0) {
        begin(m);
      }
    }
  }

  private void activate(int operator) {
    int cost = 1;
    int missing = 0;
    for (int n = operatorNeeds.from[operator]; n < operatorNeeds.from[operator + 1]; n++) {
      int fact = operatorNeeds.items[n];
      if (holds(fact)) {
        cost = sum(cost, factCost[fact]);
      } else {
        missing++;
      }
    }
    operatorRound[operator] = round;
    operatorMissing[operator] = missing;
    operatorCost[operator] = cost;
    if (missing == 0) {
      fire(operator);
    }
  }

  private void fire(int operator) {
    int cost = operatorCost[operator];
    for (int i = operatorAdds.from[operator]; i < operatorAdds.from[operator + 1]; i++) {
      int fact = operatorAdds.items[i];
      if (factRound[fact] != round && (factFound[fact] != round || cost < factCost[fact])) {
        factFound[fact] = round;
        factBy[fact] = operator;
        factCost[fact] = cost;
        agenda.add(fact, cost);
      }
    }
    if (operator < problem.actions) {
      complete(operator, operator, cost);
    }
  }

  private void complete(int number, int by, int cost) {
    int at = TASK * number;
    if (task[at + DONE] != round && (task[at + FOUND] != round || cost < task[at + COST])) {
      task[at + FOUND] = round;
      task[at + COST] = cost;
      task[at + BY] = by;
      agenda.add(problem.facts + number, cost);
    }
  }

  /** The condition of a method holds. */
  private void begin(int m) {
    int first = subtasks.from[m];
    int size = subtasks.size(m);
    if (size == 0) {
      complete(problem.methodTask[m], m, method[METHOD * m + SUM]);
    } else if (isTotal(m)) {
      await(first);
    } else {
      BitSet[] order = problem.before[m];
      for (int i = 0; i < size; i++) {
        slotBlocked[first + i] = order[i].cardinality();
      }
      for (int i = 0; i < size; i++) {
        if (order[i].isEmpty()) {
          await(first + i);
        }
      }
    }
  }

  private boolean isTotal(int m) {
    return total || problem.before[m].length == 0;
  }

  private void await(int slot) {
    int number = subtasks.items[slot];
    request(number);
    if (isDone(number)) {
      ready[readyCount++] = slot;
    } else {
      nextWaiter[slot] = task[TASK * number + WAITER];
      task[TASK * number + WAITER] = slot;
    }
  }

  private void arrived(int fact) {
    factRound[fact] = round;
    int cost = factCost[fact];
    worked += 4L + operatorsByFact.size(fact) + methodsByFact.size(fact);
    for (int i = operatorsByFact.from[fact]; i < operatorsByFact.from[fact + 1]; i++) {
      int operator = operatorsByFact.items[i];
      if (operatorRound[operator] == round) {
        operatorCost[operator] = sum(operatorCost[operator], cost);
        if (--operatorMissing[operator] == 0) {
          fire(operator);
        }
      }
    }
    for (int i = methodsByFact.from[fact]; i < methodsByFact.from[fact + 1]; i++) {
      int m = methodsByFact.items[i];
      if (isOpen(m)) {
        method[METHOD * m + SUM] = sum(method[METHOD * m + SUM], cost);
        if (--method[METHOD * m + MISSING] == 0) {
          begin(m);
        }
      }
    }
  }

  private void done(int number) {
    task[TASK * number + DONE] = round;
    for (int slot = task[TASK * number + WAITER]; slot >= 0; ) {
      int next = nextWaiter[slot];
      advance(slot);
      slot = next;
    }
  }

  private void advance(int slot) {
    int m = slotMethod[slot];
    int sum = sum(method[METHOD * m + SUM], task[TASK * subtasks.items[slot] + COST]);
    method[METHOD * m + SUM] = sum;
    if (--method[METHOD * m + UNDONE] == 0) {
      complete(problem.methodTask[m], m, sum);
    } else if (isTotal(m)) {
      await(slot + 1);
    } else {
      BitSet[] order = problem.before[m];
      int first = subtasks.from[m];
      for (int i = slot - first + 1; i < order.length; i++) {
        if (order[i].get(slot - first) && --slotBlocked[first + i] == 0) {
          await(first + i);
        }
      }
    }
  }

  /** Adds a task that can be done to the relaxed solution; how many steps and choices that adds. */
  public int use(int task) {
    push(task);
    return unfold();
  }

  /**
   * Adds facts that are reachable to the relaxed solution; how many steps and choices that adds.
   */
  public int useFacts(int[] facts) {
    pushFacts(facts);
    return unfold();
  }

  private int unfold() {
    int cost = 0;
    while (stacked > 0) {
      int next = stack[--stacked];
      if (next >= problem.facts) {
        cost++;
        useDone(next - problem.facts);
      } else if (factBy[next] >= 0) {
        useOperator(factBy[next]);
      }
    }
    return cost;
  }

  private void useDone(int number) {
    if (number < problem.actions) {
      pushFacts(problem.needs[number]);
      return;
    }
    int by = doneBy(number);
    pushFacts(problem.methodNeeds[by]);
    for (int subtask : problem.subtasks[by]) {
      push(subtask);
    }
  }

  private void useOperator(int operator) {
    push(action[operator]);
    if (operator >= problem.actions) {
      pushFacts(problem.needs[action[operator]]);
      pushFacts(effect(operator).when);
    }
  }

  private GroundProblem.Conditional effect(int operator) {
    int of = action[operator];
    return problem.conditional[of][operator - conditionalOf.items[conditionalOf.from[of]]];
  }

  private void push(int number) {
    if (taskUsed[number] != round) {
      taskUsed[number] = round;
      stack[stacked++] = problem.facts + number;
    }
  }

  private void pushFacts(int[] facts) {
    for (int fact : facts) {
      if (factUsed[fact] != round) {
        factUsed[fact] = round;
        stack[stacked++] = fact;
      }
    }
  }
}
