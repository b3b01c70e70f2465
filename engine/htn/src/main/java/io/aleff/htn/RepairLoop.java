package io.aleff.htn;

import io.aleff.definition.SourceLocation;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a failed action is tried in other ways before the plan around it changes.
 *
 * @param attempts most executions that may fail, the one as planned among them: 2 to {@link #MOST}
 * @param within no attempt is chosen later than this after the first one failed; null for any time
 * @param strategies in the order in which they are taken, each once
 */
public record RepairLoop(int attempts, @Nullable Duration within, List<Strategy> strategies) {

  /** More attempts than this are no repair. */
  public static final int MOST = 10;

  public RepairLoop {
    strategies = List.copyOf(strategies);
  }

  /**
   * Another way to do the same.
   *
   * @param name unique in the loop, for people and policies
   * @param connector manifest name; null for that of the action
   * @param operation null exactly when {@code connector} is
   * @param input changes of the action's input, as a JSON Merge Patch (RFC 7396)
   * @param model what a model is asked before; null to ask none
   */
  public record Strategy(
      String name,
      @Nullable String connector,
      @Nullable String operation,
      ObjectNode input,
      @Nullable Question model,
      SourceLocation location) {}

  /**
   * What a model is asked for the next attempt. Its answer becomes one argument of it.
   *
   * @param name of the model, as the operator has configured it
   * @param prompt what to do; its placeholders are never filled into it, they say which data to
   *     send along
   * @param replaces the argument that the answer becomes
   */
  public record Question(String name, String prompt, String replaces) {

    /** A prompt has at most this many characters. */
    public static final int MOST_PROMPT = 20_000;
  }
}
