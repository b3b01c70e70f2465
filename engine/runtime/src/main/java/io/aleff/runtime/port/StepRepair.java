package io.aleff.runtime.port;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How the repair of a step stands.
 *
 * @param strategy which way is in use: 0 the action as it was planned, 1 the first strategy
 * @param name of that strategy; empty for the action as it was planned
 * @param before how often the step was started before that way was taken
 * @param firstFailure when the first attempt failed
 * @param tried what has failed, was refused or was asked, oldest first
 * @param question what a model is asked for the strategy; null when none is
 * @param answer what it said; null when none was asked or it did not say yet
 */
public record StepRepair(
    int strategy,
    String name,
    int before,
    Instant firstFailure,
    List<Tried> tried,
    @Nullable Question question,
    @Nullable Answer answer) {

  public StepRepair {
    tried = List.copyOf(tried);
  }

  /** No model is asked. */
  public StepRepair(
      int strategy, String name, int before, Instant firstFailure, List<Tried> tried) {
    this(strategy, name, before, firstFailure, tried, null, null);
  }

  /**
   * One attempt, or question to a model.
   *
   * @param attempt number of the start; 0 when it was not started
   * @param strategy name; empty for the action as it was planned
   * @param outcome of an attempt {@code failed}, or {@code refused} before it was started; of a
   *     question {@code answered} or {@code unanswered}
   * @param digest SHA-256 of the action as it was decided about; empty when it was not
   * @param content SHA-256 of what the action does, whatever the rest of the workspace holds
   * @param decision id; empty when there was none
   * @param code of the failure
   * @param message for people
   * @param output the end of what it printed
   * @param spent on a question; null when none was asked
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
      Instant at,
      @Nullable Spent spent) {}

  /** What a question has cost: tokens of prompt and answer. */
  public record Spent(String model, long tokens) {}

  /**
   * What a model is asked.
   *
   * @param model as the operator has named it
   * @param parameter the argument of the action that the answer becomes
   * @param arguments of the operation that asks it
   */
  public record Question(String model, String parameter, ObjectNode arguments) {}

  /**
   * What a model has said, as it goes into the action.
   *
   * @param promptDigest SHA-256 of what it was asked
   * @param answerDigest SHA-256 of all that it said
   */
  public record Answer(
      String model,
      String provider,
      String id,
      String parameter,
      JsonNode value,
      String promptDigest,
      String answerDigest) {}

  /** The same with one more that was tried. */
  public static StepRepair after(@Nullable StepRepair repair, Tried one) {
    if (repair == null) {
      return new StepRepair(0, "", 0, one.at(), List.of(one));
    }
    List<Tried> all = new ArrayList<>(repair.tried());
    all.add(one);
    return new StepRepair(
        repair.strategy(),
        repair.name(),
        repair.before(),
        repair.firstFailure(),
        all,
        repair.question(),
        repair.answer());
  }

  /** The next strategy is in use. */
  public StepRepair taking(int number, String called, int starts) {
    return new StepRepair(number, called, starts, firstFailure, tried);
  }

  /** The strategy in use asks a model first. */
  public StepRepair asking(Question asked) {
    return new StepRepair(strategy, name, before, firstFailure, tried, asked, null);
  }

  /** The model has answered, and nothing was done with it yet. */
  public StepRepair answered(Answer said) {
    return new StepRepair(strategy, name, before, firstFailure, tried, question, said);
  }

  /** The model gave nothing that is of use. */
  public StepRepair unanswered() {
    return new StepRepair(strategy, name, before, firstFailure, tried, null, null);
  }

  /** The attempt with the answer is the one in use. */
  public StepRepair using(int starts) {
    return new StepRepair(strategy, name, starts, firstFailure, tried, null, answer);
  }

  /** What the step does now is asking a model; null when it does the action. */
  public @Nullable Question open() {
    return answer == null ? question : null;
  }

  /** What a model has said for the action that the step does now; null when it is no model's. */
  public @Nullable Answer inUse() {
    return question == null ? answer : null;
  }

  /** What a model has said and nothing was done with yet; null when there is none. */
  public @Nullable Answer fresh() {
    return question == null ? null : answer;
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
