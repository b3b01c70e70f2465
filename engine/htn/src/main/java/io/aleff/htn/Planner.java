package io.aleff.htn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds plans. Deterministic for equal requests; uses no more than the budget of the request, and
 * when that ends returns the best plan so far or a refusal.
 */
public final class Planner {

  /** Nesting of the first attempt; each further one allows four times as much. */
  private static final int FIRST_DEPTH = 60;

  private Planner() {}

  /** What one attempt came to. */
  private record Attempt(
      Search.@Nullable Solution solution,
      boolean complete,
      List<PlanNode.Rejection> tried,
      @Nullable Failure failure) {}

  public static Planning plan(PlanRequest request) {
    GoalCheck check = new GoalCheck(request);
    Planning.Refused wrong = check.refusal();
    if (wrong != null) {
      return wrong;
    }
    Domain domain = request.domain();
    LowerBounds bounds = new LowerBounds(domain);
    Stubborn stubborn = new Stubborn(domain);
    Set<PlanNode.Rejection> tried = new LinkedHashSet<>();
    List<Problem> problems = new Replanning(request, check).problems();
    int left = request.budget();
    Attempt attempt = null;
    for (int i = 0; i < problems.size(); i++) {
      Problem problem = problems.get(i);
      boolean last = i == problems.size() - 1;
      Budget budget = new Budget(last ? left : left / 2);
      int given = budget.left();
      attempt = attempt(problem, bounds, stubborn, budget, objection(request, check, problem));
      left -= given - budget.left();
      if (attempt.solution() != null) {
        Replanning past = new Replanning(request, check);
        return new Planning.Planned(
            new PlanBuilder(problem, attempt.solution(), past.past(), past.nextId()).build());
      }
      tried.addAll(attempt.tried());
    }
    return refuse(request, attempt, new ArrayList<>(tried));
  }

  /** Null where no task has a deadline. */
  private static @Nullable Function<Search.Solution, @Nullable String> objection(
      PlanRequest request, GoalCheck check, Problem problem) {
    if (!Deadlines.matter(request.domain())) {
      return null;
    }
    Replanning past = new Replanning(request, check);
    return solution ->
        Deadlines.missed(
            request.domain(),
            new PlanBuilder(problem, solution, past.past(), past.nextId()).build());
  }

  private static Attempt attempt(
      Problem problem,
      LowerBounds bounds,
      Stubborn stubborn,
      Budget budget,
      @Nullable Function<Search.Solution, @Nullable String> objection) {
    Search.Solution best = null;
    Search search;
    int depth = FIRST_DEPTH;
    do {
      search = new Search(problem, bounds, stubborn, budget, depth, objection);
      Search.Solution found = search.run();
      if (found != null && (best == null || found.cost().compareTo(best.cost()) < 0)) {
        best = found;
      }
      depth = depth > Integer.MAX_VALUE / 4 ? Integer.MAX_VALUE : depth * 4;
    } while (best == null && search.wasCut() && !budget.exhausted());
    return new Attempt(
        best, !budget.exhausted() && !search.wasCut(), search.tried(), search.rootFailure());
  }

  private static Planning.Refused refuse(
      PlanRequest request, @Nullable Attempt last, List<PlanNode.Rejection> tried) {
    String goal = request.goal().task();
    if (last == null || !last.complete()) {
      return new Planning.Refused(
          "budget",
          "No plan for \"" + goal + "\" was found within " + request.budget() + " search nodes.",
          tried);
    }
    Failure why = last.failure();
    return new Planning.Refused(
        "no-plan",
        "There is no plan for \"" + goal + "\"" + (why == null ? "." : ": " + why.detail() + "."),
        tried);
  }

  /** The arguments of a goal by parameter, in order of declaration, with numbers normalised. */
  static Map<String, String> ordered(List<Parameter> parameters, Map<String, String> given) {
    Map<String, String> ordered = new LinkedHashMap<>();
    for (Parameter parameter : parameters) {
      String value = given.getOrDefault(parameter.name(), "");
      String number = parameter.type().equals(Types.NUMBER) ? Literals.number(value) : null;
      ordered.put(parameter.name(), number == null ? value : number);
    }
    return ordered;
  }
}
