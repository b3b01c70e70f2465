package io.aleff.htn.ground;

import io.aleff.htn.compiled.ActionSchema;
import io.aleff.htn.compiled.CompiledProblem;
import io.aleff.htn.compiled.EffectSchema;
import io.aleff.htn.compiled.MethodSchema;
import io.aleff.htn.compiled.TaskSchema;
import io.aleff.htn.relation.Atom;
import io.aleff.htn.relation.Query;
import io.aleff.htn.relation.Relation;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The relations and rules of relaxed reachability. After the predicates come, for each task, the
 * ground tasks that are asked for, then those actions that are reached, then what holds at first.
 */
final class Rules {

  final Relation[] relations;
  final List<List<Rule>> byRelation = new ArrayList<>();
  final BitSet added = new BitSet();
  final BitSet deleted = new BitSet();
  private final CompiledProblem problem;
  private final int predicates;
  private final int tasks;

  Rules(CompiledProblem problem) {
    this.problem = problem;
    this.predicates = problem.predicates().size();
    this.tasks = problem.tasks().size();
    this.relations = new Relation[2 * predicates + 2 * tasks];
    Relation[] state = problem.state();
    Relation[] init = problem.state();
    for (int p = 0; p < predicates; p++) {
      relations[p] = state[p];
      relations[init(p)] = init[p];
    }
    for (int t = 0; t < tasks; t++) {
      int arity = problem.tasks().get(t).domains().size();
      relations[asked(t)] = new Relation(arity);
      relations[reached(t)] = new Relation(arity);
    }
    for (int r = 0; r < relations.length; r++) {
      byRelation.add(new ArrayList<>());
    }
    findChanges();
    for (int t = 0; t < tasks; t++) {
      add(t, problem.tasks().get(t));
    }
  }

  int asked(int task) {
    return predicates + task;
  }

  int reached(int task) {
    return predicates + tasks + task;
  }

  int init(int predicate) {
    return predicates + 2 * tasks + predicate;
  }

  boolean isPredicate(int relation) {
    return relation < predicates;
  }

  /** The task whose asked instances a relation holds; -1 for other relations. */
  int taskOf(int relation) {
    return relation >= predicates && relation < predicates + tasks ? relation - predicates : -1;
  }

  private void findChanges() {
    for (TaskSchema task : problem.tasks()) {
      ActionSchema action = task.action();
      if (action != null) {
        for (List<EffectSchema> effects : List.of(action.simple(), action.conditional())) {
          for (EffectSchema effect : effects) {
            (effect.adds() ? added : deleted).set(effect.atom().relation());
          }
        }
      }
    }
  }

  private void add(int number, TaskSchema task) {
    List<MethodSchema> methods = task.methods();
    for (int m = 0; m < methods.size(); m++) {
      add(number, m, true, relaxed(methods.get(m).implied(), atom(asked(number), task)));
    }
    ActionSchema action = task.action();
    if (action != null) {
      List<EffectSchema> effects = action.conditional();
      for (int e = 0; e < effects.size(); e++) {
        add(number, e, false, relaxed(effects.get(e).when(), atom(reached(number), task)));
      }
    }
  }

  private static Atom atom(int relation, TaskSchema task) {
    List<Integer> terms = new ArrayList<>();
    for (int v = 0; v < task.domains().size(); v++) {
      terms.add(v);
    }
    return new Atom(relation, terms);
  }

  /** The query without the negative conditions that may become true. */
  Query relaxed(Query query, Atom head) {
    List<Atom> positive = new ArrayList<>();
    positive.add(head);
    positive.addAll(query.positive());
    return new Query(query.domains(), positive, lasting(query.negative()), query.pairs());
  }

  /** The conditions "not p" where p is never deleted, as conditions on the initial state. */
  List<Atom> lasting(List<Atom> negative) {
    return negative.stream()
        .filter(a -> !deleted.get(a.relation()))
        .map(a -> a.over(init(a.relation())))
        .toList();
  }

  private void add(int task, int number, boolean method, Query body) {
    for (Atom atom : body.positive()) {
      if (!isPredicate(atom.relation()) || added.get(atom.relation())) {
        byRelation.get(atom.relation()).add(new Rule(task, number, method, body, atom));
      }
    }
  }
}
