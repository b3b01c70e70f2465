package io.aleff.runtime.run;

import io.aleff.connector.ConnectorManifest;
import io.aleff.connector.ConnectorResult;
import io.aleff.definition.Json;
import io.aleff.definition.Reversibility;
import io.aleff.htn.Binding;
import io.aleff.htn.RepairLoop;
import io.aleff.runtime.action.ActionResolver;
import io.aleff.runtime.action.ResolvedAction;
import io.aleff.runtime.action.UnresolvedException;
import io.aleff.runtime.action.WorkspaceFiles;
import io.aleff.runtime.port.RunRecord;
import io.aleff.runtime.port.StepRecord;
import io.aleff.runtime.port.StepRepair;
import io.aleff.runtime.port.StepRepair.Answer;
import io.aleff.runtime.port.StepRepair.Tried;
import io.aleff.runtime.port.StepState;
import io.aleff.runtime.release.LiveRelease;
import io.aleff.runtime.run.Execution.Started;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The repair of a failed action: the next strategy of its definition, which is then decided about,
 * approved and granted like any other action. Nothing that has failed is done again.
 */
final class Repairing {

  private final Core core;
  private final ActionContext context;
  private final StepEnding ending;
  private final Questions questions;

  Repairing(Core core) {
    this.core = core;
    questions = new Questions(core.ports());
    context = new ActionContext(core.ports());
    ending = new StepEnding(core);
  }

  /** The step's repair with one more failure. */
  StepRepair failed(Started started, StepRecord step, ConnectorResult.Failed failed) {
    StepRepair before = step.repair();
    ResolvedAction action = started.action();
    return StepRepair.after(
        before,
        new Tried(
            step.attempt(),
            before == null ? "" : before.name(),
            "failed",
            action.connector(),
            action.operation(),
            Objects.requireNonNullElse(step.actionDigest(), ""),
            action.content(),
            Objects.requireNonNullElse(step.decisionId(), ""),
            failed.code(),
            Failures.clean(failed.message()),
            Failures.output(failed.details()),
            core.ports().clock().instant(),
            null));
  }

  /** Why there is no further attempt; null when the next strategy may be taken. */
  @Nullable String end(RunRecord run, StepRecord step, StepRepair repair) {
    RepairLoop loop = loop(run, step);
    if (loop == null) {
      return "nothing is said about its repair";
    }
    if (repair.failures() >= loop.attempts()) {
      return "its " + loop.attempts() + " attempts are used";
    }
    if (repair.strategy() >= loop.strategies().size()) {
      return "it has no further strategy";
    }
    return over(run, loop, repair);
  }

  /** Why nothing is begun any more, whatever strategies are left. */
  private @Nullable String over(RunRecord run, RepairLoop loop, StepRepair repair) {
    Instant now = core.ports().clock().instant();
    if (loop.within() != null && now.isAfter(repair.firstFailure().plus(loop.within()))) {
      return "its time of " + loop.within() + " is over";
    }
    return Deciding.stopped(core, run) ? "another step did not succeed" : null;
  }

  /** Says why a step that could have been repaired has failed for good. */
  void told(RunRecord run, StepRecord failed) {
    StepRepair repair = failed.repair();
    String end = repair == null || loop(run, failed) == null ? null : end(run, failed, repair);
    if (end != null) {
      audit(run, failed, "repair.ended", "is not tried again, because " + end, end);
    }
  }

  private @Nullable RepairLoop loop(RunRecord run, StepRecord step) {
    return step.undoes() == null
            && context.planned(run, step).run() instanceof Binding.OfConnector b
        ? b.repair()
        : null;
  }

  /**
   * Takes the next strategy that does something else than what has failed.
   *
   * @return {@code again} when the step is to be decided about, {@code none} when it has ended
   */
  String next(RunRecord run, StepRecord step) {
    StepRepair repair = step.repair();
    if (step.state() != StepState.RETRYING || repair == null) {
      return "none";
    }
    if (run.cancelling()) {
      Instant now = core.ports().clock().instant();
      core.journal().update(step, step.change().state(StepState.CANCELLED).finishedAt(now).done());
      core.journal().settle(run);
      return "none";
    }
    return chosen(run, step, repair);
  }

  private String chosen(RunRecord run, StepRecord step, StepRepair repair) {
    try {
      return next(run, step, repair);
    } catch (IOException e) {
      return give(run, step, repair, "the workspace is not readable: " + e.getMessage());
    }
  }

  /**
   * The policies do not let the model be asked: nothing was sent, and the next strategy is taken.
   *
   * @return as {@link #next(RunRecord, StepRecord)}
   */
  String denied(RunRecord run, StepRecord step, String why) {
    StepRepair repair = Objects.requireNonNull(step.repair());
    String reason = "the model may not be asked: " + why;
    StepRepair refused = refused(repair.unanswered(), Questions.BINDING, "denied", reason);
    StepRecord told = core.journal().update(step, step.change().repair(refused).done());
    audit(run, told, "repair.refused", refusal(repair.name(), reason), reason);
    return chosen(run, told, refused);
  }

  private String next(RunRecord run, StepRecord step, StepRepair from) throws IOException {
    Binding.OfConnector planned =
        (Binding.OfConnector) Objects.requireNonNull(context.planned(run, step).run());
    RepairLoop loop = Objects.requireNonNull(planned.repair());
    LiveRelease release = core.release(run);
    StepRepair repair = from;
    Answer answer = from.fresh();
    if (answer != null) {
      String over = over(run, loop, repair);
      if (over != null) {
        return give(run, step, repair.unanswered(), over);
      }
      Binding.OfConnector binding = planned.attempt(repair.strategy());
      StepRecord candidate = candidate(step, repair.using(step.attempt()), binding, release);
      String refusal = refusal(run, candidate, binding, release, repair);
      if (refusal == null) {
        return taken(
            run,
            step,
            candidate,
            "what the model \"%s\" has written is tried".formatted(answer.model()));
      }
      repair = refused(run, step, repair.unanswered(), binding, refusal);
    }
    for (; ; ) {
      String end = end(run, step, repair);
      if (end != null) {
        return give(run, step, repair, end);
      }
      int number = repair.strategy() + 1;
      RepairLoop.Strategy strategy = loop.strategies().get(number - 1);
      RepairLoop.Question asked = strategy.model();
      Binding.OfConnector binding = planned.attempt(number);
      StepRepair next = repair.taking(number, strategy.name(), step.attempt());
      String refusal;
      if (asked == null) {
        StepRecord candidate = candidate(step, next, binding, release);
        refusal = refusal(run, candidate, binding, release, repair);
        if (refusal == null) {
          return taken(run, step, candidate, "strategy \"" + strategy.name() + "\" is taken");
        }
      } else {
        binding = Questions.BINDING;
        refusal = questions.obstacle(run, release.compiled(), asked.name());
        if (refusal == null) {
          return asks(run, step, next, asked, planned.attempt(number), release);
        }
      }
      repair = refused(run, step, next, binding, refusal);
    }
  }

  private String asks(
      RunRecord run,
      StepRecord step,
      StepRepair next,
      RepairLoop.Question asked,
      Binding.OfConnector planned,
      LiveRelease release) {
    StepRecord repaired = step.change().repair(next).done();
    Map<String, String> values = Questions.values(step, context.texts(run, repaired));
    StepRepair asking = next.asking(Questions.of(asked, planned, release.compiled(), values));
    return taken(
        run,
        step,
        candidate(step, asking, Questions.BINDING, release),
        "strategy \"%s\" asks the model \"%s\"".formatted(next.name(), asked.name()));
  }

  private static StepRecord candidate(
      StepRecord step, StepRepair repair, Binding.OfConnector binding, LiveRelease release) {
    return step.change()
        .repair(repair)
        .runs(binding.connector(), binding.operation(), floor(release, binding))
        .state(StepState.PENDING)
        .done();
  }

  private String taken(RunRecord run, StepRecord step, StepRecord candidate, String what) {
    core.journal().update(step, candidate);
    audit(run, candidate, "repair.taken", what, null);
    core.journal().settle(run);
    return "again";
  }

  private StepRepair refused(
      RunRecord run, StepRecord step, StepRepair next, Binding.OfConnector binding, String why) {
    StepRepair refused = refused(next, binding, "refused", why);
    StepRecord told = step.change().repair(refused).done();
    audit(run, told, "repair.refused", refusal(next.name(), why), why);
    return refused;
  }

  private static String refusal(String strategy, String why) {
    return "strategy \"" + strategy + "\" is refused: " + why;
  }

  /** The class of the operation itself; the worst when there is none. */
  static Reversibility floor(LiveRelease release, Binding.OfConnector binding) {
    ConnectorManifest manifest = release.compiled().manifests().get(binding.connector());
    ConnectorManifest.Operation operation =
        manifest == null ? null : manifest.operations().get(binding.operation());
    return operation == null ? Reversibility.IRREVERSIBLE : operation.reversibility();
  }

  /** Null when it may be tried. */
  private @Nullable String refusal(
      RunRecord run,
      StepRecord candidate,
      Binding.OfConnector binding,
      LiveRelease release,
      StepRepair repair)
      throws IOException {
    try {
      ResolvedAction action =
          ActionResolver.resolve(
              run,
              candidate,
              binding,
              release.compiled(),
              context.values(run, candidate),
              WorkspaceFiles.of(
                  core.ports().workspaces(),
                  run.tenant(),
                  run.id(),
                  Objects.requireNonNull(run.head())));
      Answer said = Objects.requireNonNull(candidate.repair()).inUse();
      boolean known =
          repair.knows(action.content())
              || (said != null && Repeated.is(core.ports(), candidate, said, action));
      if (known) {
        return "the same action has failed before";
      }
      return said == null ? null : breach(action);
    } catch (UnresolvedException e) {
      return "" + e.getMessage();
    }
  }

  /** What a model has written must fit before anybody decides about it. */
  private static @Nullable String breach(ResolvedAction action) {
    ConnectorManifest.Operation operation = action.manifestOperation();
    return operation == null
        ? null
        : ExecutionResult.breach("input", operation.input(), action.arguments());
  }

  private StepRepair refused(
      StepRepair taken, Binding.OfConnector binding, String code, String why) {
    return StepRepair.after(
        taken,
        new Tried(
            0,
            taken.name(),
            "refused",
            binding.connector(),
            binding.operation(),
            "",
            "",
            "",
            code,
            why,
            "",
            core.ports().clock().instant(),
            null));
  }

  /** The step has failed for good; its error is that of the last attempt. */
  private String give(RunRecord run, StepRecord step, StepRepair repair, String why) {
    audit(run, step, "repair.ended", "is not tried again, because " + why, why);
    Instant now = core.ports().clock().instant();
    ending.failed(
        run, step, step.change().state(StepState.FAILED).repair(repair).finishedAt(now).done());
    return "none";
  }

  private void audit(
      RunRecord run, StepRecord step, String type, String what, @Nullable String why) {
    StepRepair repair = Objects.requireNonNull(step.repair());
    ObjectNode data = Json.MAPPER.createObjectNode();
    data.put("strategy", repair.name());
    data.put("connector", step.connector()).put("operation", step.operation());
    data.set("tried", Failures.tried(repair));
    StepRepair.Question question = repair.open();
    Answer answer = repair.inUse();
    if (question != null) {
      data.put("model", question.model());
    } else if (answer != null) {
      data.set("origin", DecisionInput.origin(answer));
    }
    if (why != null) {
      data.put("reason", why);
    }
    core.journal().audit(run, step.id(), type, "aleff", step.label() + ": " + what, data);
  }
}
