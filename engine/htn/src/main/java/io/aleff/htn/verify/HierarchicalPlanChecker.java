package io.aleff.htn.verify;

import io.aleff.htn.Action;
import io.aleff.htn.Domain;
import io.aleff.htn.Finding;
import io.aleff.htn.Formula;
import io.aleff.htn.HierarchicalPlan;
import io.aleff.htn.HtnProblem;
import io.aleff.htn.Parameter;
import io.aleff.htn.Substitution;
import io.aleff.htn.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Accepts or rejects a hierarchical plan of any planner: whether its steps can be carried out one
 * after the other and end in the goal, and whether the decompositions turn the initial task network
 * into just these steps, in an order that the methods allow, with preconditions that hold.
 *
 * <p>The children of a decomposition may stand in any order. A method's precondition must hold at a
 * moment before its first step and after all that comes before its task.
 */
public final class HierarchicalPlanChecker {

  private final Domain domain;
  private final HtnProblem problem;
  private final HierarchicalPlan plan;
  private final World world;
  private final History history;
  private final List<Finding> findings = new ArrayList<>();
  private List<Replay.Taken> taken = List.of();

  private HierarchicalPlanChecker(Domain domain, HtnProblem problem, HierarchicalPlan plan) {
    this.domain = domain;
    this.problem = problem;
    this.plan = plan;
    this.world = new World(domain, problem.state());
    this.history = new History(world, problem.state());
  }

  /** What is wrong, steps first; empty when the plan solves the problem. */
  public static List<Finding> check(Domain domain, HtnProblem problem, HierarchicalPlan plan) {
    HierarchicalPlanChecker checker = new HierarchicalPlanChecker(domain, problem, plan);
    checker.check();
    return List.copyOf(checker.findings);
  }

  /** The same with what the check found out about a plan that it accepts. */
  public static Replay replay(Domain domain, HtnProblem problem, HierarchicalPlan plan) {
    HierarchicalPlanChecker checker = new HierarchicalPlanChecker(domain, problem, plan);
    checker.check();
    return new Replay(checker.findings, checker.taken);
  }

  private void check() {
    PlanTree tree = new PlanTree(plan, findings);
    boolean known = names();
    if (!known) {
      return;
    }
    plan.steps().forEach(this::carryOut);
    if (findings.isEmpty() && !history.holds(problem.goal(), Map.of(), history.length())) {
      add("goal", "end", "the goal does not hold: " + problem.goal());
    }
    if (tree.build()) {
      DecompositionCheck check =
          new DecompositionCheck(domain, problem, tree, world, history, findings);
      check.check();
      taken = check.taken();
    }
  }

  private boolean names() {
    for (HierarchicalPlan.Step step : plan.steps()) {
      Action action = domain.actions().get(step.action());
      known(
          step.id(),
          step.toString(),
          action == null ? null : action.parameters(),
          step.arguments());
    }
    for (HierarchicalPlan.Decomposition node : plan.decompositions()) {
      Task task = domain.tasks().get(node.task());
      known(node.id(), node.toString(), task == null ? null : task.parameters(), node.arguments());
      if (task != null && task.method(node.method()) == null) {
        add("hierarchy", node.id(), node.task() + " has no method " + node.method());
      }
    }
    return findings.isEmpty();
  }

  private void known(
      int id, String text, @Nullable List<Parameter> parameters, List<String> arguments) {
    if (parameters == null) {
      add("hierarchy", id, text + " is nothing that the domain knows");
    } else if (parameters.size() != arguments.size()) {
      add("hierarchy", id, text + " must have " + parameters.size() + " arguments");
    } else {
      for (int i = 0; i < arguments.size(); i++) {
        if (!world.fits(arguments.get(i), parameters.get(i).type())) {
          add(
              "hierarchy",
              id,
              text + ": " + arguments.get(i) + " is no " + parameters.get(i).type());
        }
      }
    }
  }

  private void carryOut(HierarchicalPlan.Step step) {
    Action action = domain.actions().get(step.action());
    if (action == null) {
      return;
    }
    Map<String, String> binding = binding(action.parameters(), step.arguments());
    if (findings.isEmpty()) {
      // What a broken step leaves undone breaks others: the first one is what matters.
      for (Formula part : Choice.parts(action.precondition())) {
        if (!history.holds(part, binding, history.length())) {
          add(
              "precondition",
              step.id(),
              step + ": " + Substitution.of(part, binding) + " does not hold");
        }
      }
    }
    history.apply(action.effects(), binding);
  }

  static Map<String, String> binding(List<Parameter> parameters, List<String> arguments) {
    Map<String, String> binding = new HashMap<>();
    for (int i = 0; i < parameters.size(); i++) {
      binding.put(parameters.get(i).name(), arguments.get(i));
    }
    return binding;
  }

  private void add(String code, int where, String message) {
    add(code, String.valueOf(where), message);
  }

  private void add(String code, String where, String message) {
    findings.add(new Finding(code, where, message));
  }
}
