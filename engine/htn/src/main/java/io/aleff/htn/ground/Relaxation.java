package io.aleff.htn.ground;

import java.util.Arrays;

/**
 * Explores what a state and a task network can reach when deletes are ignored, from the top down
 * and the bottom up at once: an action counts only when it is asked for, a subtask is asked for
 * only when the ones before it can be done. Remembers what first reached each fact and task, so
 * that a relaxed solution can be read off. One instance serves many explorations, one at a time.
 */
public final class Relaxation {

  private final GroundProblem problem;

  /** Operators: the actions, then their conditional effects. */
  private final int operators;

  private final int[] action;
  private final int[][] operatorNeeds;
  private final int[][] operatorAdds;
  private final int[][] conditionalOf;
  private final int[][] operatorsByFact;
  private final int[][] methodsByFact;
  private final int[] slot;

  private int round;
  private final int[] factRound;
  private final int[] queuedRound;
  private final int[] factBy;
  private final int[] operatorRound;
  private final int[] operatorMissing;
  private final int[] askedRound;
  private final int[] openRound;
  private final int[] doneRound;
  private final int[] doneBy;
  private final int[] methodMissing;
  private final int[] methodOpen;
  private final int[] slotBlocked;
  private final int[] firstWaiter;
  private final int[] nextWaiter;
  private final int[] slotMethod;
  private final int[] servedRound;
  private final int[] ready;
  private int readyCount;
  private final int[] queue;
  private int head;
  private int tail;

  private final int[] factUsed;
  private final int[] taskUsed;
  private final int[] stack;
  private int stacked;
  private long worked;

  public Relaxation(GroundProblem problem) {
    this.problem = problem;
    int conditional = 0;
    for (GroundProblem.Conditional[] effects : problem.conditional) {
      conditional += effects.length;
    }
    this.operators = problem.actions + conditional;
    this.action = new int[operators];
    this.operatorNeeds = new int[operators][];
    this.operatorAdds = new int[operators][];
    this.conditionalOf = new int[problem.actions][];
    fillOperators();
    this.operatorsByFact = inverse(operatorNeeds, problem.facts);
    this.methodsByFact = inverse(problem.methodNeeds, problem.facts);
    int methods = problem.methodTask.length;
    this.slot = new int[methods + 1];
    for (int m = 0; m < methods; m++) {
      slot[m + 1] = slot[m] + problem.subtasks[m].length;
    }
    int tasks = problem.tasks.size();
    int slots = slot[methods];
    this.factRound = new int[problem.facts];
    this.queuedRound = new int[problem.facts];
    this.factBy = new int[problem.facts];
    this.operatorRound = new int[operators];
    this.operatorMissing = new int[operators];
    this.openRound = new int[tasks];
    this.askedRound = new int[tasks];
    this.doneRound = new int[tasks];
    this.doneBy = new int[tasks];
    this.methodMissing = new int[methods];
    this.methodOpen = new int[methods];
    this.slotBlocked = new int[slots];
    this.firstWaiter = new int[tasks];
    this.nextWaiter = new int[slots];
    this.slotMethod = new int[slots];
    for (int m = 0; m < methods; m++) {
      Arrays.fill(slotMethod, slot[m], slot[m + 1], m);
    }
    this.servedRound = new int[tasks];
    this.ready = new int[slots];
    this.queue = new int[problem.facts + 2 * tasks + 1];
    this.factUsed = new int[problem.facts];
    this.taskUsed = new int[tasks];
    this.stack = new int[problem.facts + tasks];
  }

  private void fillOperators() {
    int next = problem.actions;
    for (int a = 0; a < problem.actions; a++) {
      action[a] = a;
      operatorNeeds[a] = problem.needs[a];
      operatorAdds[a] = problem.adds[a];
      GroundProblem.Conditional[] effects = problem.conditional[a];
      conditionalOf[a] = new int[effects.length];
      for (int e = 0; e < effects.length; e++) {
        action[next] = a;
        operatorNeeds[next] = union(problem.needs[a], effects[e].when);
        operatorAdds[next] = effects[e].adds;
        conditionalOf[a][e] = next++;
      }
    }
  }

  private static int[] union(int[] left, int[] right) {
    return right.length == 0
        ? left
        : java.util.stream.IntStream.concat(Arrays.stream(left), Arrays.stream(right))
            .distinct()
            .toArray();
  }

  private static int[][] inverse(int[][] lists, int size) {
    int[] count = new int[size];
    for (int[] list : lists) {
      for (int one : list) {
        if (one < size) {
          count[one]++;
        }
      }
    }
    int[][] inverse = new int[size][];
    for (int i = 0; i < size; i++) {
      inverse[i] = new int[count[i]];
    }
    for (int l = 0; l < lists.length; l++) {
      for (int one : lists[l]) {
        if (one < size) {
          inverse[one][--count[one]] = l;
        }
      }
    }
    return inverse;
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
    head = 0;
    tail = 0;
    for (int w = 0; w < state.length; w++) {
      for (long bits = state[w]; bits != 0; bits &= bits - 1) {
        int fact = w * 64 + Long.numberOfTrailingZeros(bits);
        factRound[fact] = round;
        queuedRound[fact] = round;
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
    while (doneRound[task] != round && step()) {}
    return doneRound[task] == round;
  }

  /** Asks for a task without exploring yet. */
  public void request(int task) {
    if (askedRound[task] != round) {
      askedRound[task] = round;
      firstWaiter[task] = -1;
      queue[tail++] = problem.facts + task;
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
    if (head == tail) {
      return false;
    }
    int event = queue[head++];
    int tasks = problem.tasks.size();
    if (event < problem.facts) {
      arrived(event);
    } else if (event < problem.facts + tasks) {
      asked(event - problem.facts);
    } else {
      done(event - problem.facts - tasks);
    }
    return true;
  }

  public boolean isAsked(int task) {
    return askedRound[task] == round;
  }

  /** The method by which a compound task was first done. */
  public int doneBy(int task) {
    return doneBy[task];
  }

  public boolean isDone(int task) {
    return doneRound[task] == round;
  }

  public boolean holds(int fact) {
    return fact < problem.facts && factRound[fact] == round;
  }

  /** Whether all subtasks of a method of a task that was asked for can be done. */
  boolean isComplete(int method) {
    return openRound[problem.methodTask[method]] == round
        && methodMissing[method] == 0
        && methodOpen[method] == 0;
  }

  private int missing(int[] needs) {
    int missing = 0;
    for (int fact : needs) {
      if (fact >= problem.facts || factRound[fact] != round) {
        missing++;
      }
    }
    return missing;
  }

  private void asked(int task) {
    if (task < problem.actions) {
      activate(task);
      for (int operator : conditionalOf[task]) {
        activate(operator);
      }
      return;
    }
    openRound[task] = round;
    worked += 4L * problem.methods[task].length;
    for (int method : problem.methods[task]) {
      int missing = missing(problem.methodNeeds[method]);
      methodMissing[method] = missing;
      methodOpen[method] = problem.subtasks[method].length;
      if (missing == 0) {
        begin(method);
      }
    }
  }

  private void activate(int operator) {
    operatorRound[operator] = round;
    operatorMissing[operator] = missing(operatorNeeds[operator]);
    if (operatorMissing[operator] == 0) {
      fire(operator);
    }
  }

  private void fire(int operator) {
    for (int fact : operatorAdds[operator]) {
      if (queuedRound[fact] != round) {
        queuedRound[fact] = round;
        factBy[fact] = operator;
        queue[tail++] = fact;
      }
    }
    if (operator < problem.actions) {
      complete(operator, operator);
    }
  }

  private void complete(int task, int by) {
    if (doneRound[task] != round) {
      doneRound[task] = round;
      doneBy[task] = by;
      queue[tail++] = problem.facts + problem.tasks.size() + task;
    }
  }

  private void begin(int method) {
    int[] subtasks = problem.subtasks[method];
    if (subtasks.length == 0) {
      complete(problem.methodTask[method], method);
      return;
    }
    var order = problem.before[method];
    if (order.length == 0) {
      await(slot[method]);
      return;
    }
    for (int i = 0; i < subtasks.length; i++) {
      slotBlocked[slot[method] + i] = order[i].cardinality();
    }
    for (int i = 0; i < subtasks.length; i++) {
      if (order[i].isEmpty()) {
        await(slot[method] + i);
      }
    }
  }

  private void await(int position) {
    int method = slotMethod[position];
    int task = problem.subtasks[method][position - slot[method]];
    request(task);
    if (servedRound[task] == round) {
      ready[readyCount++] = position;
    } else {
      nextWaiter[position] = firstWaiter[task];
      firstWaiter[task] = position;
    }
  }

  private void arrived(int fact) {
    factRound[fact] = round;
    worked += 4L + operatorsByFact[fact].length + methodsByFact[fact].length;
    for (int operator : operatorsByFact[fact]) {
      if (operatorRound[operator] == round && --operatorMissing[operator] == 0) {
        fire(operator);
      }
    }
    for (int method : methodsByFact[fact]) {
      if (openRound[problem.methodTask[method]] == round && --methodMissing[method] == 0) {
        begin(method);
      }
    }
  }

  private void done(int task) {
    servedRound[task] = round;
    for (int position = firstWaiter[task]; position >= 0; ) {
      int next = nextWaiter[position];
      advance(position);
      position = next;
    }
  }

  private void advance(int position) {
    int method = slotMethod[position];
    if (--methodOpen[method] == 0) {
      complete(problem.methodTask[method], method);
      return;
    }
    var order = problem.before[method];
    if (order.length == 0) {
      await(position + 1);
      return;
    }
    int own = position - slot[method];
    for (int i = own + 1; i < order.length; i++) {
      if (order[i].get(own) && --slotBlocked[slot[method] + i] == 0) {
        await(slot[method] + i);
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

  private void useDone(int task) {
    if (task < problem.actions) {
      pushFacts(operatorNeeds[task]);
      return;
    }
    int method = doneBy[task];
    pushFacts(problem.methodNeeds[method]);
    for (int subtask : problem.subtasks[method]) {
      push(subtask);
    }
  }

  private void useOperator(int operator) {
    push(action[operator]);
    if (operator >= problem.actions) {
      pushFacts(operatorNeeds[operator]);
    }
  }

  private void push(int task) {
    if (taskUsed[task] != round) {
      taskUsed[task] = round;
      stack[stacked++] = problem.facts + task;
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
