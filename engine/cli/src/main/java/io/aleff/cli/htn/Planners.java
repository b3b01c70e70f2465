package io.aleff.cli.htn;

import io.aleff.htn.search.HtnSolver.Answer;

/** Chooses the planner: that of the competitions for HDDL, that of runs for YAML. */
final class Planners {

  private Planners() {}

  /** Task networks in YAML have costs, numbers and priorities, which the planner of runs knows. */
  static Answer solve(Sources.Task task, int seconds, long seed, boolean improve) {
    return task.isYaml()
        ? Solvers.progression(task, seconds)
        : Solvers.solve(task, seconds, seed, improve);
  }

  /** Why there is no plan. */
  static String words(Answer answer) {
    return switch (answer) {
      case Answer.Solved solved -> "Solved by " + solved.by() + ".";
      case Answer.Unsolvable unsolvable -> "There is no plan: proved by " + unsolvable.by() + ".";
      case Answer.NotSolved not ->
          "No plan was found within the limit of "
              + not.code()
              + ". That does not prove there is none.";
      case Answer.Refused refused -> refused.message();
    };
  }
}
