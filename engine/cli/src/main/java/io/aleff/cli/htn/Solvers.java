package io.aleff.cli.htn;

import io.aleff.htn.HierarchicalPlan;
import io.aleff.htn.Planning;
import io.aleff.htn.ProgressionSolver;
import io.aleff.htn.search.HtnSolver;
import io.aleff.htn.search.HtnSolver.Answer;
import java.time.Duration;
import java.util.List;

/** Chooses what solves a planning problem: the portfolio, or the planner of runs for numbers. */
final class Solvers {

  private Solvers() {}

  /**
   * @param improve whether to go on after the first plan
   */
  static Answer solve(Sources.Task task, int seconds, long seed, boolean improve) {
    HtnSolver.Settings own = HtnSolver.Settings.within(seconds);
    HtnSolver.Settings settings =
        new HtnSolver.Settings(
            own.seconds(),
            own.nodes(),
            own.memory(),
            seed,
            own.sideBySide(),
            improve,
            own.cancelled());
    Answer answer = HtnSolver.solve(task.domain(), task.problem(), settings);
    return answer instanceof Answer.Refused ? progression(task, seconds) : answer;
  }

  static Answer progression(Sources.Task task, int seconds) {
    String name = "progression with numbers";
    ProgressionSolver.Attempt attempt =
        ProgressionSolver.solve(task.domain(), task.problem(), Duration.ofSeconds(seconds));
    HierarchicalPlan plan = attempt.plan();
    Planning.Refused refusal = attempt.refusal();
    if (plan != null) {
      return new Answer.Solved(plan, name, false);
    }
    String why = attempt.why().isEmpty() ? name : name + "; first in the way: " + attempt.why();
    boolean limited = refusal == null || refusal.code().equals("budget");
    return limited ? new Answer.NotSolved("time", List.of(name)) : new Answer.Unsolvable(why);
  }
}
