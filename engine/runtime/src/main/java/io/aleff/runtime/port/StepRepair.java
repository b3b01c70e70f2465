package io.aleff.runtime.port;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the repair of a step stands.
 *
 * @param strategy which way is in use: 0 the action as it was planned, 1 the first strategy
 * @param name of that strategy; empty for the action as it was planned
 * @param before how often the step was started before that way was taken
 * @param firstFailure when the first attempt failed
 * @param tried what has failed or was refused, oldest first
 */
public record StepRepair(
    int strategy, String name, int before, Instant firstFailure, List<Tried> tried) {

  public StepRepair {
    tried = List.copyOf(tried);
  }

  /**
   * One attempt that did not help.
   *
   * @param attempt number of the start; 0 when it was not started
   * @param strategy name; empty for the action as it was planned
   * @param outcome {@code failed}, or {@code refused} before it was started
   * @param digest SHA-256 of the action as it was decided about; empty when it was not
   * @param content SHA-256 of what the action does, whatever the rest of the workspace holds
   * @param decision id; empty when there was none
   * @param code of the failure
   * @param message for people
   * @param output the end of what it printed
   */
  public record Tried(
      int attempt,
      String strategy,
      String outcome,
      String connector,
      String operation,
      String digest,
      String content,
      String decision,
      String code,
      String message,
      String output,
      Instant at) {}

  /** The same with one more that did not help. */
  public static StepRepair after(@Nullable StepRepair repair, Tried one) {
    if (repair == null) {
      return new StepRepair(0, "", 0, one.at(), List.of(one));
    }
    List<Tried> all = new ArrayList<>(repair.tried());
    all.add(one);
    return new StepRepair(
        repair.strategy(), repair.name(), repair.before(), repair.firstFailure(), all);
  }

  /** The next strategy is in use. */
  public StepRepair taking(int number, String called, int starts) {
    return new StepRepair(number, called, starts, firstFailure, tried);
  }

  /** How many were started and failed. */
  public int failures() {
    return (int) tried.stream().filter(one -> one.outcome().equals("failed")).count();
  }

  /** The last one that was started; null when none was. */
  public @Nullable Tried lastFailure() {
    return tried.stream()
        .filter(one -> one.outcome().equals("failed"))
        .reduce((first, second) -> second)
        .orElse(null);
  }

  /** Whether an action that does the same has failed. */
  public boolean knows(String content) {
    return tried.stream()
        .anyMatch(one -> one.outcome().equals("failed") && one.content().equals(content));
  }
}
