package io.aleff.runtime.run;

import io.aleff.connector.ConnectorResult;
import io.aleff.htn.Binding;
import io.aleff.runtime.port.RunRecord;
import io.aleff.runtime.port.StepRecord;
import io.aleff.runtime.port.StepRepair;
import io.aleff.runtime.port.StepRepair.Question;
import io.aleff.runtime.port.StepRepair.Tried;
import io.aleff.runtime.port.StepState;
import io.aleff.runtime.run.Execution.Started;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Records what a model has said to the question of a repair. The step's error stays as it is. */
final class Hearing {

  private final Core core;
  private final ActionContext context;

  Hearing(Core core) {
    this.core = core;
    context = new ActionContext(core.ports());
  }

  /** What the process is told: to ask again after a while, or to go on with the repair. */
  Map<String, Object> record(
      Started started, RunRecord run, StepRecord step, StepRepair repair, ConnectorResult result) {
    Question question = Objects.requireNonNull(repair.open());
    Questions.Heard heard = heard(started, run, step, repair, question, result);
    var retry = started.manifest().retry();
    int tries = ExecutionResult.tries(step);
    boolean again =
        result instanceof ConnectorResult.Failed failed
            && failed.transientFailure()
            && tries < retry.maxAttempts();
    StepRepair next = again ? repair : next(started, step, repair, question, heard, result);
    core.journal()
        .update(
            step,
            step.change()
                .state(StepState.RETRYING)
                .repair(next)
                .finishedAt(core.ports().clock().instant())
                .done());
    audit(run, step, question, heard, result, again);
    core.journal().settle(run);
    return again
        ? Map.of("outcome", "retry", "delay", Circuits.backoff(retry, tries))
        : Map.of("outcome", "repair");
  }

  private Questions.Heard heard(
      Started started,
      RunRecord run,
      StepRecord step,
      StepRepair repair,
      Question question,
      ConnectorResult result) {
    String breach = breach(started, result);
    if (breach != null) {
      return new Questions.Heard.Nothing("bad-output", breach);
    }
    Binding.OfConnector planned =
        (Binding.OfConnector) Objects.requireNonNull(context.planned(run, step).run());
    return Questions.heard(
        question, planned.attempt(repair.strategy()), core.release(run).compiled(), result);
  }

  private static @Nullable String breach(Started started, ConnectorResult result) {
    return result instanceof ConnectorResult.Succeeded good
        ? ExecutionResult.breach("output", started.operation().output(), good.output())
        : null;
  }

  private StepRepair next(
      Started started,
      StepRecord step,
      StepRepair repair,
      Question question,
      Questions.Heard heard,
      ConnectorResult result) {
    String digest = Objects.requireNonNullElse(step.actionDigest(), "");
    StepRepair told =
        StepRepair.after(
            repair,
            new Tried(
                step.attempt(),
                repair.name(),
                outcome(heard),
                started.action().connector(),
                started.action().operation(),
                digest,
                started.action().content(),
                Objects.requireNonNullElse(step.decisionId(), ""),
                code(heard),
                message(question, heard),
                "",
                core.ports().clock().instant(),
                Questions.spent(question, result)));
    return switch (heard) {
      case Questions.Heard.Said(StepRepair.Answer answer) -> told.answered(answer);
      case Questions.Heard.Nothing nothing -> told.unanswered();
    };
  }

  private static String outcome(Questions.Heard heard) {
    return heard instanceof Questions.Heard.Said ? "answered" : "unanswered";
  }

  private static String code(Questions.Heard heard) {
    return switch (heard) {
      case Questions.Heard.Said said -> "";
      case Questions.Heard.Nothing(String code, String why) -> code;
    };
  }

  private static String message(Question question, Questions.Heard heard) {
    return switch (heard) {
      case Questions.Heard.Said(StepRepair.Answer answer) ->
          "The model %s (%s) has written \"%s\"."
              .formatted(answer.model(), answer.id(), answer.parameter());
      case Questions.Heard.Nothing(String code, String why) ->
          "The model %s: %s".formatted(question.model(), why);
    };
  }

  private void audit(
      RunRecord run,
      StepRecord step,
      Question question,
      Questions.Heard heard,
      ConnectorResult result,
      boolean again) {
    ObjectNode data = Questions.facts(result);
    data.put("model", question.model());
    data.put("actionDigest", step.actionDigest());
    if (heard instanceof Questions.Heard.Nothing(String code, String why)) {
      data.put("code", code).put("reason", why).put("again", again);
    }
    core.journal()
        .audit(
            run,
            step.id(),
            "model." + outcome(heard),
            "aleff",
            step.label() + ": " + StepEnding.shortened(message(question, heard)),
            data);
  }
}
