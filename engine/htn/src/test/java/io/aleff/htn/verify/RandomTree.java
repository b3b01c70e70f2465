package io.aleff.htn.verify;

import io.aleff.definition.SourceText;
import io.aleff.htn.Domain;
import io.aleff.htn.HierarchicalPlan;
import io.aleff.htn.HtnProblem;
import io.aleff.htn.hddl.Hddl;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/**
 * A random task tree in which nothing can be exchanged for anything else: every task and action has
 * a name of its own, and the plan is the only one. Each leaf task {@code l} has the methods {@code
 * do-l}, {@code skip-l} (an action that does nothing) and {@code never-l} (whose precondition does
 * not hold).
 */
final class RandomTree {

  private final Random random;
  private final boolean chained;
  private final StringBuilder tasks = new StringBuilder();
  private final StringBuilder methods = new StringBuilder();
  private final StringBuilder facts = new StringBuilder("(f0) (never)");
  private final StringBuilder goal = new StringBuilder();
  private final StringBuilder actions = new StringBuilder();
  private final List<HierarchicalPlan.Step> steps = new ArrayList<>();
  private final List<HierarchicalPlan.Decomposition> decompositions = new ArrayList<>();
  private int nodes;

  /**
   * @param chained whether preconditions alone keep the steps in order, instead of methods alone
   */
  RandomTree(long seed, boolean chained) {
    this.random = new Random(seed);
    this.chained = chained;
    node(0);
  }

  private String node(int depth) {
    int id = 1000 + nodes++;
    if (depth == 3 || (depth > 0 && random.nextInt(3) == 0)) {
      return leaf(id);
    }
    List<Integer> children = new ArrayList<>();
    StringBuilder subtasks = new StringBuilder();
    int count = 2 + random.nextInt(2);
    for (int i = 0; i < count; i++) {
      children.add(1000 + nodes);
      subtasks.append(" (").append(node(depth + 1)).append(" x)");
    }
    task("t" + id);
    method("t" + id, "m" + id, "()", subtasks.toString());
    decompositions.add(decomposition(id, "t" + id, "m" + id, children));
    return "t" + id;
  }

  private String leaf(int id) {
    int number = steps.size() + 1;
    String name = "l" + number;
    task(name);
    method(name, "do-" + name, "()", " (a" + number + " x)");
    method(name, "skip-" + name, "()", " (b" + number + " x)");
    method(name, "never-" + name, "(never)", " (a" + number + " x)");
    String needs = chained ? "(f" + (number - 1) + ")" : "()";
    action("a" + number, needs, "(f" + number + ")");
    action("b" + number, needs, "()");
    facts.append(" (f").append(number).append(')');
    goal.append(" (f").append(number).append(')');
    steps.add(new HierarchicalPlan.Step(number, "a" + number, List.of("x")));
    decompositions.add(decomposition(id, name, "do-" + name, List.of(number)));
    return name;
  }

  private static HierarchicalPlan.Decomposition decomposition(
      int id, String task, String method, List<Integer> children) {
    return new HierarchicalPlan.Decomposition(id, task, List.of("x"), method, children);
  }

  private void task(String name) {
    tasks.append("(:task %s :parameters (?o - object))\n".formatted(name));
  }

  private void method(String task, String name, String condition, String subtasks) {
    methods.append(
        "(:method %s :parameters (?o - object) :task (%s ?o) :precondition %s :%s (and%s))\n"
            .formatted(
                name,
                task,
                condition,
                chained ? "subtasks" : "ordered-subtasks",
                subtasks.replace(" x)", " ?o)")));
  }

  private void action(String name, String needs, String effect) {
    actions.append(
        "(:action %s :parameters (?o - object) :precondition %s :effect %s)\n"
            .formatted(name, needs, effect));
  }

  HierarchicalPlan plan() {
    return new HierarchicalPlan(steps, decompositions, List.of(1000));
  }

  private Hddl.Reading read() {
    String domain =
        "(define (domain d) (:predicates %s)\n%s%s%s)".formatted(facts, tasks, methods, actions);
    String problem =
        "(define (problem p) (:domain d) (:objects x y) (:htn :subtasks (t1000 x)) (:init (f0))"
            + " (:goal (and%s)))".formatted(goal);
    return Hddl.read(new SourceText("d.hddl", domain), new SourceText("p.hddl", problem));
  }

  Domain domain() {
    return Objects.requireNonNull(read().domain());
  }

  HtnProblem problem() {
    Hddl.Reading reading = read();
    return Objects.requireNonNull(reading.problem(), reading.diagnostics().toString());
  }
}
