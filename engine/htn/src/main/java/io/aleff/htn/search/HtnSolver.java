package io.aleff.htn.search;

import io.aleff.htn.Domain;
import io.aleff.htn.HierarchicalPlan;
import io.aleff.htn.HtnProblem;
import io.aleff.htn.budget.Limits;
import io.aleff.htn.compiled.CompiledProblem;
import io.aleff.htn.compiled.Compiler;
import io.aleff.htn.compiled.Unsupported;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Finds a plan for a problem as the planning competitions state it. Several searches run side by
 * side; the first plan is taken. Uses no more than its limits, and no stack that could overflow.
 *
 * <p>Deterministic for a seed: of the searches' first plans the one that took less work is
 * returned. Where one search needs more than twice the time of another for the same work, or a
 * limit ends it, the answer depends on the machine unless {@link Settings#sideBySide} is off: then
 * they run one after the other with fixed shares of the nodes.
 */
public final class HtnSolver {

  private HtnSolver() {}

  /**
   * How much may be used.
   *
   * @param seconds of wall-clock time
   * @param nodes that each search may expand
   * @param memory bytes of heap that may be in use in the whole process
   * @param sideBySide whether two searches run at the same time
   * @param improve whether to go on after the first plan, until no cheaper one exists or a limit is
   *     reached
   * @param cancelled asked often, from the searching threads; true ends all
   */
  public record Settings(
      double seconds,
      long nodes,
      long memory,
      long seed,
      boolean sideBySide,
      boolean improve,
      BooleanSupplier cancelled) {

    /** The first plan, with all nodes and four fifths of the heap, on two threads. */
    public static Settings within(double seconds) {
      long memory = Runtime.getRuntime().maxMemory() / 5 * 4;
      return new Settings(seconds, Long.MAX_VALUE, memory, 1, true, false, () -> false);
    }
  }

  /** What came of it. */
  public sealed interface Answer {

    /**
     * A plan; with {@link Settings#improve} the cheapest one that was found.
     *
     * @param by the search that found it
     * @param optimal whether it was proved, as far as the hashes go, that none is cheaper
     */
    record Solved(HierarchicalPlan plan, String by, boolean optimal) implements Answer {}

    /**
     * There is no plan. States are compared by 64-bit hashes, so this is certain up to their
     * colliding.
     *
     * @param by the search that proved it
     */
    record Unsolvable(String by) implements Answer {}

    /**
     * A limit was reached first.
     *
     * @param code {@code time}, {@code nodes}, {@code memory} or {@code cancelled}
     * @param tried each search and what ended it
     */
    record NotSolved(String code, List<String> tried) implements Answer {}

    /** The problem uses something that this solver does not know. */
    record Refused(String message) implements Answer {}
  }

  public static Answer solve(Domain domain, HtnProblem problem, Settings settings) {
    CompiledProblem compiled;
    try {
      compiled = Compiler.compile(domain, problem);
    } catch (Unsupported unsupported) {
      return new Answer.Refused("The search does not support " + unsupported.getMessage() + ".");
    }
    double nanos = Math.min(settings.seconds() * 1e9, Long.MAX_VALUE / 4.0);
    Limits limits =
        Limits.of((long) nanos, settings.nodes(), settings.memory(), settings.cancelled());
    return new Portfolio(domain, compiled, settings, limits).run();
  }
}
