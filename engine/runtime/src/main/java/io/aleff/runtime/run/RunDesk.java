package io.aleff.runtime.run;

import io.aleff.definition.Json;
import io.aleff.runtime.Actor;
import io.aleff.runtime.GoalRequest;
import io.aleff.runtime.Outcome;
import io.aleff.runtime.Outcome.Kind;
import io.aleff.runtime.RunView;
import io.aleff.runtime.port.ApprovalRecord;
import io.aleff.runtime.port.DeadLetterStore.DeadLetter;
import io.aleff.runtime.port.Page;
import io.aleff.runtime.port.RunRecord;
import io.aleff.runtime.port.RunState;
import io.aleff.runtime.port.RunStore;
import io.aleff.runtime.port.StepRecord;
import io.aleff.runtime.port.StepState;
import io.aleff.runtime.port.TenantId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Function;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.jspecify.annotations.Nullable;

/** What people ask of runs. Reading is in {@link RunReading}. */
final class RunDesk extends RunReading {

  private final Core core;
  private final RunStarting starting;
  private final Simulating simulating;
  private final Restoring restoring;
  private final ActionWorker worker;

  RunDesk(Core core, ActionWorker worker) {
    super(core);
    this.core = core;
    this.worker = worker;
    starting = new RunStarting(core);
    restoring = new Restoring(core);
    simulating = new Simulating(core, starting);
  }

  @Override
  public Outcome<RunView.Summary> submit(Actor actor, GoalRequest request) {
    return starting.start(actor, request);
  }

  @Override
  public Outcome<RunView.Simulation> simulate(Actor actor, GoalRequest request) {
    return simulating.simulate(actor, request);
  }

  @Override
  public Page<RunView.Summary> list(TenantId tenant, RunStore.Query query) {
    Page<RunRecord> page = core.ports().runs().page(tenant, query);
    return new Page<>(page.items().stream().map(Views::summary).toList(), page.nextCursor());
  }

  private Outcome<RunView.Summary> changed(
      Actor actor, String id, Function<RunRecord, Outcome<RunRecord>> change) {
    return core.ports()
        .transactions()
        .required(
            () -> {
              RunRecord run = core.ports().runs().lock(actor.tenant(), id);
              if (run == null) {
                return Outcome.refused(Kind.NOT_FOUND, "not-found", "There is no run " + id + ".");
              }
              Outcome<RunRecord> outcome = change.apply(run);
              if (outcome instanceof Outcome.Refused<RunRecord> refused) {
                core.journal()
                    .audit(
                        run,
                        null,
                        "request.refused",
                        actor.user(),
                        refused.message(),
                        Json.MAPPER.createObjectNode().put("code", refused.code()));
              }
              return outcome.map(Views::summary);
            });
  }

  @Override
  public Outcome<RunView.Summary> cancel(Actor actor, String id) {
    return changed(actor, id, run -> cancelled(actor, run));
  }

  private Outcome<RunRecord> cancelled(Actor actor, RunRecord run) {
    if (run.state().isFinal()) {
      return Outcome.refused(
          Kind.CONFLICT, "not-running", "The run is over: " + run.state().text() + ".");
    }
    for (ProcessInstance process :
        core.engine()
            .get()
            .runtime()
            .createProcessInstanceQuery()
            .processInstanceBusinessKey(run.id())
            .rootProcessInstances()
            .list()) {
      core.engine().get().runtime().deleteProcessInstance(process.getId(), "cancelled", true);
    }
    var now = core.ports().clock().instant();
    for (StepRecord step : core.ports().steps().ofRun(run.tenant(), run.id())) {
      if (!step.state().isFinal()) {
        core.journal()
            .update(step, step.change().state(StepState.CANCELLED).finishedAt(now).done());
      }
    }
    for (ApprovalRecord approval : core.ports().approvals().ofRun(run.tenant(), run.id())) {
      if (approval.state() == ApprovalRecord.State.OPEN) {
        core.journal().update(approval.withState(ApprovalRecord.State.VOID));
      }
    }
    closeLetters(actor, run);
    RunRecord done =
        core.journal()
            .update(
                run,
                run.withState(RunState.CANCELLED)
                    .withFinishedAt(now)
                    .saying(null, "Cancelled by " + actor.user() + ".", run.failure()));
    core.journal()
        .audit(
            done,
            null,
            "run.cancelled",
            actor.user(),
            "The run was cancelled",
            Json.MAPPER.createObjectNode());
    core.ports().transactions().afterCommit(() -> worker.interrupt(run.tenant(), run.id()));
    return Outcome.accepted(done);
  }

  private void closeLetters(Actor actor, RunRecord run) {
    for (DeadLetter letter : core.ports().deadLetters().list(run.tenant(), false)) {
      if (letter.run().equals(run.id())) {
        core.ports()
            .deadLetters()
            .update(
                DeadLetterDesk.resolved(
                    letter, "discarded", actor.user(), core.ports().clock().instant()));
      }
    }
  }

  @Override
  public Outcome<RunView.Summary> retry(Actor actor, String id, boolean fromStart) {
    return changed(actor, id, run -> retried(actor, run, fromStart));
  }

  private Outcome<RunRecord> retried(Actor actor, RunRecord run, boolean fromStart) {
    if (!run.state().isFinal()) {
      return Outcome.refused(Kind.CONFLICT, "not-finished", "The run is not over yet.");
    }
    if (run.head() == null) {
      return Restoring.gone();
    }
    if (run.state() == RunState.SUCCESS) {
      return Outcome.refused(Kind.CONFLICT, "nothing-failed", "The run reached its goal.");
    }
    if (run.state() == RunState.ROLLED_BACK && !fromStart) {
      return Outcome.refused(
          Kind.CONFLICT, "undone", "The run was undone; it can be retried from the start.");
    }
    RunMemory memory = RunMemory.of(run);
    RunRecord next = run;
    if (fromStart) {
      next = emptied(run, memory);
      memory = memory.observing(memory.initial());
    }
    next =
        next.withState(RunState.RUNNING)
            .withAttempt(run.attempt() + 1)
            .withWorld(memory.since(run.planRevision()).json())
            .withFinishedAt(null)
            .saying(null, null, null);
    core.journal().update(run, next);
    core.journal()
        .audit(
            next,
            null,
            "run.retried",
            actor.user(),
            fromStart ? "Again from the start" : "Again from what failed",
            Json.MAPPER.createObjectNode().put("fromStart", fromStart));
    starting.process(next, RunStarting.AGENT_RUN);
    return Outcome.accepted(next);
  }

  /** The workspace as it was given, no steps. */
  private RunRecord emptied(RunRecord run, RunMemory memory) {
    for (StepRecord step : core.ports().steps().ofRun(run.tenant(), run.id())) {
      core.ports().steps().delete(run.tenant(), run.id(), step.id());
    }
    return reset(run, memory.inputHead()).withProgress(0);
  }

  private RunRecord reset(RunRecord run, @Nullable String commit) {
    if (commit == null || commit.equals(run.head())) {
      return run;
    }
    try {
      core.ports().workspaces().reset(run.tenant(), run.id(), commit);
      return run.withHead(commit);
    } catch (IOException e) {
      throw new UncheckedIOException("The workspace of " + run.id() + " could not be reset.", e);
    }
  }

  @Override
  public Outcome<RunView.Summary> rollback(Actor actor, String id) {
    return changed(actor, id, run -> rolledBack(actor, run));
  }

  private Outcome<RunRecord> rolledBack(Actor actor, RunRecord run) {
    if (!run.state().isFinal()) {
      return Outcome.refused(
          Kind.CONFLICT, "not-finished", "The run is not over yet; cancel it first.");
    }
    if (run.head() == null) {
      return Restoring.gone();
    }
    if (run.state() == RunState.ROLLED_BACK) {
      return Outcome.refused(Kind.CONFLICT, "undone", "The run was undone before.");
    }
    RunRecord next =
        run.withState(RunState.RUNNING)
            .withFinishedAt(null)
            .saying(null, "Being undone.", run.failure());
    core.journal().update(run, next);
    core.journal()
        .audit(
            next,
            null,
            "run.rollback",
            actor.user(),
            "The run is to be undone",
            Json.MAPPER.createObjectNode());
    starting.process(next, "rollback-run");
    return Outcome.accepted(next);
  }

  @Override
  public Outcome<RunView.Summary> restore(
      Actor actor, String id, String checkpoint, @Nullable String path) {
    return changed(actor, id, run -> restoring.restore(actor, run, checkpoint, path));
  }
}
