package io.aleff.htn.ground;

import io.aleff.htn.budget.Limits;
import io.aleff.htn.compiled.ActionSchema;
import io.aleff.htn.compiled.Call;
import io.aleff.htn.compiled.CompiledProblem;
import io.aleff.htn.compiled.EffectSchema;
import io.aleff.htn.compiled.MethodSchema;
import io.aleff.htn.relation.Atom;
import io.aleff.htn.relation.Ints;
import io.aleff.htn.relation.Join;
import io.aleff.htn.relation.Pair;
import io.aleff.htn.relation.Query;
import io.aleff.htn.relation.Relation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the ground tasks, methods and facts that are reachable when deletes are ignored, top-down
 * and bottom-up at once: a task is asked for only by a method whose precondition is reachable and
 * whose earlier subtasks can be done; a fact is reachable only through an action that is asked for.
 */
final class Reachability {

  private final CompiledProblem problem;
  private final Limits limits;
  final Rules rules;
  final Relation[][] instances;

  /** Ground tasks by number: their schema, their tuple, whether they can be done, who waits. */
  final Ints schemas = new Ints();

  final Ints tuples = new Ints();
  private final Ints done = new Ints();
  private final Ints missing = new Ints();
  private final Ints waiters = new Ints();

  /** Ground task numbers by schema and tuple. */
  private final Ints[] numbers;

  /** Ground methods by number: schema, number in the schema, tuple, task, subtasks still open. */
  final Ints methodTask = new Ints();

  final Ints methodNumber = new Ints();
  final Ints methodTuple = new Ints();
  private final Ints methodOpen = new Ints();
  private final Ints methodFrom = new Ints();

  /** For each subtask of each ground method: how many others must be over first. */
  private final Ints blocked = new Ints();

  /** Chained lists: a waiting ground method, its subtask, the next entry. */
  private final Ints waiting = new Ints();

  private final @Nullable List<Atom>[] lasting;
  private final Relation[] wanted;
  private final Ints[] wantedBy;
  private final Ints wantedNext = new Ints();
  private final Ints queueRelation = new Ints();
  private final Ints queueTuple = new Ints();
  private final Ints finished = new Ints();

  @SuppressWarnings({"unchecked", "rawtypes"})
  Reachability(CompiledProblem problem, Limits limits) {
    this.problem = problem;
    this.limits = limits;
    this.rules = new Rules(problem);
    int tasks = problem.tasks().size();
    this.numbers = new Ints[tasks];
    this.lasting = new List[tasks];
    this.instances = new Relation[tasks][];
    for (int t = 0; t < tasks; t++) {
      numbers[t] = new Ints();
      instances[t] =
          problem.tasks().get(t).methods().stream()
              .map(m -> new Relation(m.implied().variables()))
              .toArray(Relation[]::new);
    }
    int predicates = problem.predicates().size();
    this.wanted = new Relation[predicates];
    this.wantedBy = new Ints[predicates];
    for (int p = 0; p < predicates; p++) {
      wanted[p] = new Relation(problem.arities().get(p));
      wantedBy[p] = new Ints();
    }
  }

  void run() {
    ask(problem.top(), new int[0]);
    for (int at = 0; at < queueRelation.size(); at++) {
      limits.charge();
      arrive(queueRelation.get(at), queueTuple.get(at));
      while (finished.size() > 0) {
        finish(finished.removeLast());
      }
    }
  }

  boolean isDone(int task) {
    return done.get(task) != 0;
  }

  boolean isComplete(int method) {
    return methodOpen.get(method) == 0;
  }

  /** The number of a ground task that was asked for; -1 when it never was. */
  int number(int schema, int[] arguments) {
    int tuple = rules.relations[rules.asked(schema)].find(arguments);
    return tuple < 0 ? -1 : numbers[schema].get(tuple);
  }

  private void arrive(int relation, int tuple) {
    Relation tuples = rules.relations[relation];
    tuples.present(tuple, true);
    if (rules.isPredicate(relation)) {
      wake(relation, tuples.tuple(tuple));
    }
    int task = rules.taskOf(relation);
    ActionSchema action = task < 0 ? null : problem.tasks().get(task).action();
    if (action != null) {
      instantiate(numbers[task].get(tuple), action, tuples.tuple(tuple));
    }
    for (Rule rule : rules.byRelation.get(relation)) {
      int[] binding = rule.match(tuples, tuple);
      if (binding != null) {
        Join join = new Join(rule.plan(rules.relations), rules.relations, binding, limits);
        while (join.next()) {
          limits.charge();
          apply(rule, binding);
        }
      }
    }
  }

  private void apply(Rule rule, int[] binding) {
    if (!rule.method) {
      ActionSchema action = problem.tasks().get(rule.task).action();
      EffectSchema effect = action == null ? null : action.conditional().get(rule.number);
      if (effect != null && effect.adds()) {
        reach(effect.atom(), binding);
      }
      return;
    }
    Relation known = instances[rule.task][rule.number];
    int before = known.size();
    int tuple = known.add(binding);
    if (tuple == before) {
      decompose(rule.task, rule.number, tuple, binding);
    }
  }

  private void decompose(int task, int number, int tuple, int[] binding) {
    MethodSchema schema = problem.tasks().get(task).methods().get(number);
    int method = methodTask.size();
    int[] head = java.util.Arrays.copyOf(binding, problem.tasks().get(task).domains().size());
    methodTask.add(number(task, head));
    methodNumber.add(number);
    methodTuple.add(tuple);
    methodOpen.add(schema.subtasks().size());
    methodFrom.add(blocked.size());
    for (int i = 0; i < schema.subtasks().size(); i++) {
      blocked.add(schema.before().get(i).cardinality());
    }
    if (schema.subtasks().isEmpty()) {
      complete(methodTask.get(method));
    }
    for (int i = 0; i < schema.subtasks().size(); i++) {
      if (schema.before().get(i).isEmpty()) {
        start(method, i, schema.subtasks().get(i), binding);
      }
    }
  }

  private void start(int method, int position, Call call, int[] binding) {
    int task = ask(call.task(), call.under(binding));
    if (isDone(task)) {
      finished.add(method);
      finished.add(position);
      return;
    }
    int entry = waiting.add(method);
    waiting.add(position);
    waiting.add(waiters.get(task));
    waiters.set(task, entry);
  }

  private int ask(int schema, int[] arguments) {
    int relation = rules.asked(schema);
    int before = rules.relations[relation].size();
    int tuple = rules.relations[relation].add(arguments);
    if (tuple < before) {
      return numbers[schema].get(tuple);
    }
    int number = schemas.add(schema);
    tuples.add(tuple);
    done.add(0);
    missing.add(0);
    waiters.add(-1);
    numbers[schema].add(number);
    queueRelation.add(relation);
    queueTuple.add(tuple);
    return number;
  }

  private void complete(int task) {
    if (isDone(task)) {
      return;
    }
    done.set(task, 1);
    for (int entry = waiters.get(task); entry >= 0; entry = waiting.get(entry + 2)) {
      finished.add(waiting.get(entry));
      finished.add(waiting.get(entry + 1));
    }
    waiters.set(task, -1);
  }

  /** A subtask of a ground method can be done. */
  private void finish(int position) {
    int method = finished.removeLast();
    int task = methodTask.get(method);
    int schemaOfTask = schemas.get(task);
    MethodSchema schema = problem.tasks().get(schemaOfTask).methods().get(methodNumber.get(method));
    if (methodOpen.getAndAdd(method, -1) == 1) {
      complete(task);
      return;
    }
    int[] binding =
        instances[schemaOfTask][methodNumber.get(method)].tuple(methodTuple.get(method));
    int from = methodFrom.get(method);
    for (int later = position + 1; later < schema.subtasks().size(); later++) {
      if (schema.before().get(later).get(position) && blocked.getAndAdd(from + later, -1) == 1) {
        start(method, later, schema.subtasks().get(later), binding);
      }
    }
  }

  private void instantiate(int task, ActionSchema action, int[] arguments) {
    Query condition = action.precondition();
    for (Pair pair : condition.pairs()) {
      if (!pair.holds(arguments)) {
        return;
      }
    }
    for (int v = 0; v < arguments.length; v++) {
      if (!condition.domains().get(v).get(arguments[v])) {
        return;
      }
    }
    for (Atom atom : lasting(schemas.get(task), condition)) {
      if (rules.relations[atom.relation()].holds(atom.under(arguments))) {
        return;
      }
    }
    int open = 0;
    for (Atom atom : condition.positive()) {
      int[] tuple = atom.under(arguments);
      if (!rules.relations[atom.relation()].holds(tuple)) {
        want(atom.relation(), tuple, task);
        open++;
      }
    }
    missing.set(task, open);
    if (open == 0) {
      perform(task, action, arguments);
    }
  }

  private List<Atom> lasting(int schema, Query condition) {
    List<Atom> known = lasting[schema];
    if (known == null) {
      known = rules.lasting(condition.negative());
      lasting[schema] = known;
    }
    return known;
  }

  private void want(int predicate, int[] tuple, int task) {
    int before = wanted[predicate].size();
    int number = wanted[predicate].add(tuple);
    if (number == before) {
      wantedBy[predicate].add(-1);
    }
    int entry = wantedNext.add(task);
    wantedNext.add(wantedBy[predicate].get(number));
    wantedBy[predicate].set(number, entry);
  }

  private void wake(int predicate, int[] tuple) {
    int number = wanted[predicate].find(tuple);
    if (number < 0) {
      return;
    }
    int entry = wantedBy[predicate].get(number);
    wantedBy[predicate].set(number, -1);
    for (; entry >= 0; entry = wantedNext.get(entry + 1)) {
      int task = wantedNext.get(entry);
      ActionSchema action = problem.tasks().get(schemas.get(task)).action();
      if (missing.getAndAdd(task, -1) == 1 && action != null) {
        int schema = schemas.get(task);
        perform(task, action, rules.relations[rules.asked(schema)].tuple(tuples.get(task)));
      }
    }
  }

  private void perform(int task, ActionSchema action, int[] arguments) {
    for (EffectSchema effect : action.simple()) {
      if (effect.adds()) {
        reach(effect.atom(), arguments);
      }
    }
    if (!action.conditional().isEmpty()) {
      enqueue(rules.reached(schemas.get(task)), arguments);
    }
    complete(task);
  }

  private void reach(Atom atom, int[] binding) {
    enqueue(atom.relation(), atom.under(binding));
  }

  private void enqueue(int relation, int[] tuple) {
    int before = rules.relations[relation].size();
    if (rules.relations[relation].add(tuple) == before) {
      queueRelation.add(relation);
      queueTuple.add(before);
    }
  }
}
