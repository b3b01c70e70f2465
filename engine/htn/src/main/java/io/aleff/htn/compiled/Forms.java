package io.aleff.htn.compiled;

/** The forms of a problem that the searches work on. All have the same solutions, or fewer. */
public final class Forms {
  private Forms() {}

  /** With what subtasks need pulled up into their methods. */
  public static CompiledProblem whole(CompiledProblem problem) {
    return new PullUp(problem).problem();
  }

  /** Also with methods that choose their variables as late as possible. */
  public static CompiledProblem split(CompiledProblem problem) {
    return new PullUp(Splitting.split(problem)).problem();
  }

  /**
   * With a total order in place of each partial order. Every solution is one of the problem, but
   * the problem may have solutions that this form has lost.
   */
  public static CompiledProblem linear(CompiledProblem problem) {
    return Linearisation.of(problem);
  }
}
