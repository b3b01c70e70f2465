package io.aleff.htn.compiled;

import io.aleff.htn.relation.Atom;
import io.aleff.htn.relation.Pair;
import io.aleff.htn.relation.Query;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** The subtask at which each variable of a method is chosen, and the last one that needs it. */
final class Placement {

  private static final int EVERYWHERE = Integer.MAX_VALUE;

  private final MethodSchema method;
  private final int parameters;
  private final CompiledProblem problem;
  private final Changes changes;
  private final boolean total;
  private final int[] first;
  private final int[] last;
  private boolean moved;

  Placement(MethodSchema method, int parameters, CompiledProblem problem, Changes changes) {
    this.method = method;
    this.parameters = parameters;
    this.problem = problem;
    this.changes = changes;
    this.total = problem.isTotallyOrdered();
    int variables = method.precondition().variables();
    this.first = new int[variables];
    this.last = new int[variables];
    for (int v = parameters; v < variables; v++) {
      place(v);
    }
    do {
      moved = false;
      settle();
    } while (moved);
  }

  private void place(int variable) {
    first[variable] = -1;
    for (int i = 0; i < method.subtasks().size(); i++) {
      if (method.subtasks().get(i).arguments().contains(variable)) {
        first[variable] = first[variable] < 0 ? i : first[variable];
        last[variable] = i;
      }
    }
    if (first[variable] < 0 || (!total && first[variable] < last[variable])) {
      first[variable] = 0;
    }
  }

  /** Variables chosen at subtask {@code i} and used nowhere else. */
  BitSet localTo(int i) {
    BitSet local = new BitSet();
    for (int v = parameters; v < first.length; v++) {
      if (first[v] == i && last[v] == i) {
        local.set(v);
      }
    }
    return local;
  }

  /** Whether a variable that later subtasks use too is chosen at subtask {@code i}. */
  boolean bindsAt(int i) {
    for (int v = parameters; v < first.length; v++) {
      if (first[v] == i && last[v] > i) {
        return true;
      }
    }
    return false;
  }

  /** Variables chosen at subtask {@code i} or later. */
  BitSet boundFrom(int i) {
    BitSet bound = new BitSet();
    for (int v = parameters; v < first.length; v++) {
      if (first[v] >= i) {
        bound.set(v);
      }
    }
    return bound;
  }

  private void settle() {
    Query query = method.precondition();
    for (List<Atom> atoms : List.of(query.positive(), query.negative())) {
      for (Atom atom : atoms) {
        settle(atom.terms(), atom.relation());
      }
    }
    for (Pair pair : query.pairs()) {
      settle(List.of(pair.left(), pair.right()), -1);
    }
  }

  private void settle(List<Integer> terms, int predicate) {
    List<Integer> own = new ArrayList<>();
    int at = 0;
    for (int term : terms) {
      if (term >= parameters) {
        own.add(term);
        at = Math.max(at, first[term]);
      }
    }
    boolean may = predicate < 0 || lasts(predicate, at);
    for (int v : own) {
      if (!may && first[v] > 0) {
        first[v] = 0;
        moved = true;
      }
      if (may && last[v] < at) {
        last[v] = at;
        moved = true;
      }
      if (!total && !may && last[v] < EVERYWHERE) {
        last[v] = EVERYWHERE;
        moved = true;
      }
      if (!total && first[v] > 0 && first[v] < last[v]) {
        first[v] = 0;
        moved = true;
      }
    }
  }

  private boolean lasts(int predicate, int at) {
    if (!total) {
      return !changes.mayChange(problem.top(), predicate);
    }
    for (int i = 0; i < at; i++) {
      if (changes.mayChange(method.subtasks().get(i).task(), predicate)) {
        return false;
      }
    }
    return true;
  }
}
