package io.aleff.htn.compiled;

import io.aleff.htn.relation.Atom;
import io.aleff.htn.relation.Pair;
import io.aleff.htn.relation.Query;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Lets methods choose their variables as late as possible, so that independent choices add up
 * instead of multiplying. A variable that only one subtask uses is chosen by a hidden task in the
 * place of that subtask; one that is first used in the middle, by a hidden task for the rest of the
 * method. The parts of the precondition that speak about it move along where no earlier subtask can
 * change them.
 */
final class Splitting {

  private final CompiledProblem problem;
  private final Changes changes;
  private final List<TaskSchema> tasks;

  private Splitting(CompiledProblem problem) {
    this.problem = problem;
    this.changes = new Changes(problem);
    this.tasks = new ArrayList<>(problem.tasks());
  }

  static CompiledProblem split(CompiledProblem problem) {
    Splitting splitting = new Splitting(problem);
    for (int t = 0; t < problem.tasks().size(); t++) {
      List<MethodSchema> methods = new ArrayList<>();
      for (MethodSchema method : problem.tasks().get(t).methods()) {
        methods.add(splitting.split(method));
      }
      splitting.tasks.set(t, splitting.tasks.get(t).with(methods));
    }
    return problem.with(splitting.tasks);
  }

  private MethodSchema split(MethodSchema method) {
    int parameters = problem.tasks().get(method.task()).domains().size();
    Query query = method.precondition();
    if (query.variables() == parameters || method.subtasks().isEmpty()) {
      return method;
    }
    Placement placement = new Placement(method, parameters, problem, changes);
    MethodSchema now = method;
    for (int i = method.subtasks().size() - 1; i >= 0; i--) {
      now = local(now, placement.localTo(i), i);
      if (i > 0 && placement.bindsAt(i)) {
        now = rest(now, placement, i);
      }
    }
    return renumbered(now, parameters);
  }

  /** Hands the choice of variables that only subtask {@code i} uses to a hidden task. */
  private MethodSchema local(MethodSchema method, BitSet own, int i) {
    Call call = method.subtasks().get(i);
    BitSet shared = new BitSet();
    mark(call.arguments(), shared);
    Parts parts = new Parts(method.precondition(), own);
    parts.mark(shared);
    shared.andNot(own);
    BitSet elsewhere = used(method);
    elsewhere.andNot(own);
    elsewhere.andNot(shared);
    if (own.isEmpty() || elsewhere.isEmpty() || shared.cardinality() > Symbols.WIDEST) {
      return method;
    }
    Call chosen = hide(method, parts.moved, shared, own, List.of(call), List.of(new BitSet()), i);
    List<Call> calls = new ArrayList<>(method.subtasks());
    calls.set(i, chosen);
    return rebuilt(method, parts.kept, calls, method.before());
  }

  /**
   * Hands subtask {@code i} and all later ones to a hidden task that chooses their new variables.
   */
  private MethodSchema rest(MethodSchema method, Placement placement, int i) {
    BitSet own = placement.boundFrom(i);
    Parts parts = new Parts(method.precondition(), own);
    List<Call> later = method.subtasks().subList(i, method.subtasks().size());
    BitSet shared = new BitSet();
    later.forEach(c -> mark(c.arguments(), shared));
    parts.mark(shared);
    own.and(shared);
    shared.andNot(own);
    if (shared.cardinality() > Symbols.WIDEST) {
      return method;
    }
    Call chosen = hide(method, parts.moved, shared, own, later, ordered(later.size()), i);
    List<Call> calls = new ArrayList<>(method.subtasks().subList(0, i));
    calls.add(chosen);
    return rebuilt(method, parts.kept, calls, ordered(calls.size()));
  }

  private static List<BitSet> ordered(int size) {
    List<BitSet> before = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      BitSet earlier = new BitSet();
      earlier.set(0, i);
      before.add(earlier);
    }
    return before;
  }

  /** Adds a hidden task over {@code shared} variables, and returns the call of it. */
  private Call hide(
      MethodSchema method,
      Query condition,
      BitSet shared,
      BitSet own,
      List<Call> calls,
      List<BitSet> before,
      int i) {
    List<BitSet> domains = new ArrayList<>();
    List<BitSet> parameters = new ArrayList<>();
    List<Integer> to = new ArrayList<>();
    for (int v = 0; v < condition.variables(); v++) {
      to.add(-1);
    }
    shared.stream()
        .forEach(
            v -> {
              to.set(v, domains.size());
              domains.add(condition.domains().get(v));
            });
    parameters.addAll(domains);
    own.stream()
        .forEach(
            v -> {
              to.set(v, domains.size());
              domains.add(condition.domains().get(v));
            });
    int number = tasks.size();
    Query renamed =
        new Query(
            domains,
            condition.positive().stream().map(a -> a.called(to)).toList(),
            condition.negative().stream().map(a -> a.called(to)).toList(),
            condition.pairs().stream().map(p -> p.called(to)).toList());
    List<Call> inner = calls.stream().map(c -> c.renamed(to)).toList();
    MethodSchema only = new MethodSchema(method.name(), number, renamed, renamed, inner, before, 0);
    tasks.add(new TaskSchema(method.name() + "~" + i, parameters, true, null, List.of(only)));
    return new Call(number, shared.stream().boxed().toList(), -1);
  }

  private static MethodSchema rebuilt(
      MethodSchema method, Query query, List<Call> calls, List<BitSet> before) {
    return new MethodSchema(
        method.name(), method.task(), query, query, calls, before, method.cost());
  }

  /** Drops the variables that were handed down. */
  private static MethodSchema renumbered(MethodSchema method, int parameters) {
    BitSet used = used(method);
    used.set(0, parameters);
    List<Integer> to = new ArrayList<>();
    List<BitSet> domains = new ArrayList<>();
    Query query = method.precondition();
    for (int v = 0; v < query.variables(); v++) {
      to.add(domains.size());
      if (used.get(v)) {
        domains.add(query.domains().get(v));
      }
    }
    Query renamed =
        new Query(
            domains,
            query.positive().stream().map(a -> a.called(to)).toList(),
            query.negative().stream().map(a -> a.called(to)).toList(),
            query.pairs().stream().map(p -> p.called(to)).toList());
    return rebuilt(
        method,
        renamed,
        method.subtasks().stream().map(c -> c.renamed(to)).toList(),
        method.before());
  }

  private static BitSet used(MethodSchema method) {
    BitSet used = new BitSet();
    Query query = method.precondition();
    query.positive().forEach(a -> mark(a.terms(), used));
    query.negative().forEach(a -> mark(a.terms(), used));
    query.pairs().forEach(p -> mark(List.of(p.left(), p.right()), used));
    method.subtasks().forEach(c -> mark(c.arguments(), used));
    return used;
  }

  static void mark(List<Integer> terms, BitSet used) {
    for (int term : terms) {
      if (term >= 0) {
        used.set(term);
      }
    }
  }

  /** A precondition in two parts: what speaks about some variables, and what does not. */
  private static final class Parts {
    final Query moved;
    final Query kept;

    Parts(Query query, BitSet about) {
      moved = part(query, about, true);
      kept = part(query, about, false);
    }

    private static Query part(Query query, BitSet about, boolean wanted) {
      List<Atom> positive =
          query.positive().stream().filter(a -> touches(a.terms(), about) == wanted).toList();
      List<Atom> negative =
          query.negative().stream().filter(a -> touches(a.terms(), about) == wanted).toList();
      List<Pair> pairs =
          query.pairs().stream()
              .filter(p -> touches(List.of(p.left(), p.right()), about) == wanted)
              .toList();
      return new Query(query.domains(), positive, negative, pairs);
    }

    private static boolean touches(List<Integer> terms, BitSet about) {
      return terms.stream().anyMatch(t -> t >= 0 && about.get(t));
    }

    void mark(BitSet used) {
      moved.positive().forEach(a -> Splitting.mark(a.terms(), used));
      moved.negative().forEach(a -> Splitting.mark(a.terms(), used));
      moved.pairs().forEach(p -> Splitting.mark(List.of(p.left(), p.right()), used));
    }
  }
}
