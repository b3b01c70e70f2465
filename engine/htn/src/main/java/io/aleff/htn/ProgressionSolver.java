package io.aleff.htn;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Solves stated problems with the planner of runs, which knows numbers and literals. The initial
 * task network becomes the method of one more task, the goal the precondition of one more action.
 */
public final class ProgressionSolver {

  private static final String TOP = "__top";
  private static final String GOAL = "__goal";
  private static final int FIRST_NODES = 20_000;

  private ProgressionSolver() {}

  /**
   * What came of it.
   *
   * @param plan null when there is a refusal
   * @param refusal with the code {@code budget} when the time ended first
   */
  public record Attempt(@Nullable HierarchicalPlan plan, Planning.@Nullable Refused refusal) {

    /** Whether it is certain that there is no plan. */
    public boolean isProof() {
      return refusal != null && !refusal.code().equals("budget");
    }

    /** What stood in the way first, in words; empty when there is a plan or nothing is known. */
    public String why() {
      String message = refusal == null ? "" : refusal.message();
      int colon = message.indexOf("\": ");
      String why = colon < 0 ? "" : inWords(message.substring(colon + 3));
      return why.endsWith(".") ? why.substring(0, why.length() - 1) : why;
    }
  }

  /** A reason of a refusal without the names that stand for the network and the goal. */
  public static String inWords(String reason) {
    return reason.replace(GOAL + "()", "the goal").replace(TOP + "()", "the problem");
  }

  /** Searches again with three times as many nodes while the time is likely to suffice for it. */
  public static Attempt solve(Domain domain, HtnProblem problem, Duration time) {
    Goal goal = new Goal(TOP, Map.of());
    Domain whole = withTop(domain, problem);
    long end = System.nanoTime() + time.toNanos();
    int nodes = FIRST_NODES;
    while (true) {
      long started = System.nanoTime();
      Planning planning = Planner.plan(PlanRequest.first(whole, problem.state(), goal, nodes));
      long now = System.nanoTime();
      switch (planning) {
        case Planning.Planned planned -> {
          return new Attempt(HierarchicalPlans.of(planned.plan(), GOAL), null);
        }
        case Planning.Refused refused -> {
          boolean more = refused.code().equals("budget") && nodes < Integer.MAX_VALUE / 3;
          if (!more || now + 3 * (now - started) > end) {
            return new Attempt(null, refused);
          }
        }
      }
      nodes *= 3;
    }
  }

  private static Domain withTop(Domain domain, HtnProblem problem) {
    Method network = problem.network();
    List<Subtask> subtasks = new ArrayList<>(network.subtasks());
    Set<String> all = new LinkedHashSet<>();
    network.subtasks().forEach(s -> all.add(s.id()));
    subtasks.add(new Subtask(GOAL, GOAL, List.of(), all, Formula.TRUE, Expression.ZERO, null));
    Method top =
        new Method(
            network.name(),
            network.variables(),
            network.precondition(),
            network.cost(),
            network.priority(),
            subtasks,
            network.location());
    Map<String, Task> tasks = new LinkedHashMap<>(domain.tasks());
    tasks.put(
        TOP, new Task(TOP, null, List.of(), List.of(), Map.of(), List.of(top), top.location()));
    Map<String, Action> actions = new LinkedHashMap<>(domain.actions());
    actions.put(
        GOAL,
        new Action(
            GOAL,
            null,
            List.of(),
            problem.goal(),
            List.of(),
            new Expression.Literal(BigDecimal.ZERO),
            Duration.ZERO,
            null,
            null,
            null,
            top.location()));
    return new Domain(
        domain.name(),
        domain.types(),
        domain.constants(),
        domain.predicates(),
        domain.functions(),
        tasks,
        actions);
  }
}
