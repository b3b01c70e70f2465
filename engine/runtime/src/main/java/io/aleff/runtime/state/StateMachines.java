package io.aleff.runtime.state;

import io.aleff.runtime.port.RunState;
import io.aleff.runtime.port.StepState;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which changes of state there are. Any other is a bug, and stops where it is tried. */
public final class StateMachines {

  private static final Map<RunState, Set<RunState>> RUNS = new EnumMap<>(RunState.class);
  private static final Map<StepState, Set<StepState>> STEPS = new EnumMap<>(StepState.class);

  static {
    run(RunState.PENDING, RunState.RUNNING, RunState.FAILED, RunState.CANCELLED);
    run(
        RunState.RUNNING,
        RunState.WAITING,
        RunState.RETRYING,
        RunState.SUCCESS,
        RunState.FAILED,
        RunState.CANCELLED,
        RunState.ROLLED_BACK);
    run(RunState.WAITING, RunState.RUNNING, RunState.RETRYING, RunState.FAILED, RunState.CANCELLED);
    run(RunState.RETRYING, RunState.RUNNING, RunState.WAITING, RunState.FAILED, RunState.CANCELLED);
    run(RunState.SUCCESS, RunState.RUNNING);
    run(RunState.FAILED, RunState.RUNNING);
    run(RunState.CANCELLED, RunState.RUNNING);
    run(RunState.ROLLED_BACK, RunState.RUNNING);

    step(
        StepState.PENDING,
        StepState.RUNNING,
        StepState.WAITING,
        StepState.SUCCESS,
        StepState.DENIED,
        StepState.SKIPPED,
        StepState.FAILED,
        StepState.CANCELLED);
    step(
        StepState.WAITING,
        StepState.PENDING,
        StepState.RUNNING,
        StepState.DENIED,
        StepState.FAILED,
        StepState.CANCELLED);
    step(
        StepState.RUNNING,
        StepState.SUCCESS,
        StepState.FAILED,
        StepState.RETRYING,
        StepState.WAITING,
        StepState.PENDING,
        StepState.CANCELLED);
    step(
        StepState.RETRYING,
        StepState.RUNNING,
        StepState.PENDING,
        StepState.FAILED,
        StepState.WAITING,
        StepState.CANCELLED);
    step(StepState.SUCCESS, StepState.ROLLED_BACK);
    step(StepState.FAILED);
    step(StepState.CANCELLED);
    step(StepState.ROLLED_BACK);
    step(StepState.DENIED);
    step(StepState.SKIPPED);
  }

  private StateMachines() {}

  private static void run(RunState from, RunState... to) {
    RUNS.put(from, Set.copyOf(List.of(to)));
  }

  private static void step(StepState from, StepState... to) {
    STEPS.put(from, to.length == 0 ? EnumSet.noneOf(StepState.class) : Set.copyOf(List.of(to)));
  }

  /** Staying in a state is always allowed. */
  public static boolean allows(RunState from, RunState to) {
    return from == to || RUNS.getOrDefault(from, Set.of()).contains(to);
  }

  /** Staying in a state is always allowed. */
  public static boolean allows(StepState from, StepState to) {
    return from == to || STEPS.getOrDefault(from, Set.of()).contains(to);
  }

  /** Both tables as diagrams, in Markdown with Mermaid. */
  public static String markdown() {
    return "# States\n\nPrinted from the transition tables in `StateMachines`; a test keeps it so.\n\n"
        + "## Runs\n\n"
        + diagram("pending", RUNS, List.of(RunState.values()))
        + "\n## Steps\n\n"
        + diagram("pending", STEPS, List.of(StepState.values()));
  }

  private static <S extends Enum<S>> String diagram(
      String first, Map<S, Set<S>> table, List<S> states) {
    StringBuilder out = new StringBuilder("```mermaid\nstateDiagram-v2\n  [*] --> " + first + "\n");
    for (S from : states) {
      for (S to : states) {
        if (table.getOrDefault(from, Set.of()).contains(to)) {
          out.append("  ").append(from.toString().toLowerCase(java.util.Locale.ROOT));
          out.append(" --> ").append(to.toString().toLowerCase(java.util.Locale.ROOT)).append('\n');
        }
      }
    }
    return out.append("```\n").toString();
  }
}
