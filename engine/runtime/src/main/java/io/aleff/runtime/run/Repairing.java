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
import io.aleff.runtime.port.StepRepair.Tried;
import io.aleff.runtime.port.StepState;
import io.aleff.runtime.release.LiveRelease;
import io.aleff.runtime.run.Execution.Started;
import java.io.IOException;
import java.time.Instant;
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

  Repairing(Core core) {
    this.core = core;
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
            core.ports().clock().instant()));
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
    try {
      return next(run, step, repair);
    } catch (IOException e) {
      return give(run, step, repair, "the workspace is not readable: " + e.getMessage());
    }
  }

  private String next(RunRecord run, StepRecord step, StepRepair from) throws IOException {
    Binding.OfConnector planned =
        (Binding.OfConnector) Objects.requireNonNull(context.planned(run, step).run());
    RepairLoop loop = Objects.requireNonNull(planned.repair());
    LiveRelease release = core.release(run);
    StepRepair repair = from;
    for (; ; ) {
      String end = end(run, step, repair);
      if (end != null) {
        return give(run, step, repair, end);
      }
      int number = repair.strategy() + 1;
      String name = loop.strategies().get(number - 1).name();
      Binding.OfConnector binding = planned.attempt(number);
      StepRepair taken = repair.taking(number, name, step.attempt());
      StepRecord candidate =
          step.change()
              .repair(taken)
              .runs(binding.connector(), binding.operation(), floor(release, binding))
              .state(StepState.PENDING)
              .done();
      String refusal = refusal(run, candidate, binding, release, repair);
      if (refusal == null) {
        core.journal().update(step, candidate);
        audit(run, candidate, "repair.taken", "strategy \"" + name + "\" is taken", null);
        core.journal().settle(run);
        return "again";
      }
      repair = refused(taken, binding, refusal);
      audit(
          run, step, "repair.refused", "strategy \"" + name + "\" is refused: " + refusal, refusal);
    }
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
      return repair.knows(action.content()) ? "the same action has failed before" : null;
    } catch (UnresolvedException e) {
      return "" + e.getMessage();
    }
  }

  private StepRepair refused(StepRepair taken, Binding.OfConnector binding, String why) {
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
            "refused",
            why,
            "",
            core.ports().clock().instant()));
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
    if (why != null) {
      data.put("reason", why);
    }
    core.journal().audit(run, step.id(), type, "aleff", step.label() + ": " + what, data);
  }
}
