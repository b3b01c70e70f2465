package io.aleff.runtime.run;

import io.aleff.connector.ConnectorResult;
import io.aleff.definition.Diagnostic;
import io.aleff.definition.Json;
import io.aleff.definition.SchemaValidator;
import io.aleff.definition.SourceLocation;
import io.aleff.runtime.port.RunRecord;
import io.aleff.runtime.port.SideEffectLedger;
import io.aleff.runtime.port.StepRecord;
import io.aleff.runtime.port.StepRepair;
import io.aleff.runtime.port.StepState;
import io.aleff.runtime.port.WorkspacePort;
import io.aleff.runtime.run.Execution.Started;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Records what came of an execution: result, checkpoint, effects and process, all at once. */
final class ExecutionResult {

  private final Core core;
  private final Execution execution;
  private final StepEnding ending;
  private final Repairing repairing;
  private final Hearing hearing;

  ExecutionResult(Core core, Execution execution) {
    this.core = core;
    this.execution = execution;
    ending = new StepEnding(core);
    repairing = new Repairing(core);
    hearing = new Hearing(core);
  }

  /** Does nothing when the step was cancelled meanwhile. */
  void record(Started started, ConnectorResult result) {
    core.ports().transactions().run(() -> inTransaction(started, result));
  }

  private void inTransaction(Started started, ConnectorResult result) {
    RunRecord run = core.journal().lock(started.run().tenant(), started.run().id());
    StepRecord step = core.journal().step(run.tenant(), run.id(), started.step().id());
    auditEgress(run, step, result);
    if (step.state() != StepState.RUNNING || step.attempt() != started.step().attempt()) {
      discard(started);
      return;
    }
    StepRepair repair = step.repair();
    if (repair != null && repair.open() != null) {
      discard(started);
      boolean done = result instanceof ConnectorResult.Succeeded;
      ledger(started, done ? SideEffectLedger.State.DONE : SideEffectLedger.State.FAILED);
      execution.complete(started.work(), hearing.record(started, run, step, repair, result));
      return;
    }
    switch (result) {
      case ConnectorResult.Succeeded succeeded -> {
        ConnectorResult.Failed wrong = wrong(started, succeeded);
        if (wrong == null) {
          commit(started, run, step, succeeded);
        } else {
          failed(started, run, step, wrong);
        }
      }
      case ConnectorResult.Failed failed -> failed(started, run, step, failed);
    }
  }

  /** What a program asked of the network is an event of its own, also when it was refused. */
  private void auditEgress(RunRecord run, StepRecord step, ConnectorResult result) {
    JsonNode facts =
        switch (result) {
          case ConnectorResult.Succeeded succeeded -> succeeded.output();
          case ConnectorResult.Failed failed -> failed.details();
        };
    for (JsonNode each : facts.path(ConnectorResult.EGRESS)) {
      if (each instanceof ObjectNode request) {
        boolean refused = request.has("refused");
        String what =
            "%s asked for %s:%s"
                .formatted(
                    step.label(),
                    request.path("host").asString(""),
                    request.path("port").asString(""));
        core.journal()
            .audit(
                run,
                step.id(),
                refused ? "egress.refused" : "egress.allowed",
                "aleff",
                refused ? what + ": " + request.path("refused").asString("") : what,
                request);
      }
    }
  }

  /** A result that breaks its own contract is a failure. */
  private static ConnectorResult.@Nullable Failed wrong(
      Started started, ConnectorResult.Succeeded result) {
    String breach = breach("output", started.operation().output(), result.output());
    if (breach != null) {
      return failure("bad-output", breach, result.sandbox());
    }
    for (Map.Entry<String, String> output : started.binding().output().entrySet()) {
      Path file = started.directory().resolve(output.getValue()).normalize();
      if (!file.startsWith(started.directory()) || !Files.exists(file)) {
        return failure(
            "missing-output",
            "It left no " + output.getKey() + " at " + output.getValue() + ".",
            result.sandbox());
      }
    }
    return null;
  }

  static ConnectorResult.Failed failure(String code, String message, String sandbox) {
    return new ConnectorResult.Failed(
        code, message, false, sandbox, Json.MAPPER.createObjectNode());
  }

  /** What of a value does not conform to a schema; null when all does. */
  static @Nullable String breach(String what, JsonNode schema, JsonNode value) {
    List<Diagnostic> found =
        SchemaValidator.of(schema).validate(value, new SourceLocation(what, 1, 1));
    return found.isEmpty()
        ? null
        : "Its " + what + " does not conform: " + found.getFirst().message();
  }

  private void commit(
      Started started, RunRecord run, StepRecord step, ConnectorResult.Succeeded result) {
    WorkspacePort workspaces = core.ports().workspaces();
    try {
      String before = Execution.settledHead(core, run);
      String message = step.id() + " " + step.label() + ", attempt " + step.attempt();
      switch (workspaces.commit(run.tenant(), run.id(), step.id(), message, core.denied(run))) {
        case WorkspacePort.Commit.Committed(String id) ->
            succeeded(started, run, step, result, before, id);
        case WorkspacePort.Commit.Conflict(List<String> paths) ->
            overtaken(
                started,
                run,
                step,
                failure(
                    "conflict",
                    "Another step changed " + String.join(", ", paths) + " meanwhile.",
                    result.sandbox()));
        case WorkspacePort.Commit.Refused(String code, String why) ->
            failed(started, run, step, failure(code, why, result.sandbox()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The workspace of " + run.id() + " is not usable.", e);
    }
  }

  private void succeeded(
      Started started,
      RunRecord run,
      StepRecord step,
      ConnectorResult.Succeeded result,
      String before,
      String checkpoint) {
    Instant now = core.ports().clock().instant();
    RunRecord moved = core.journal().update(run, run.withHead(checkpoint));
    ledger(started, SideEffectLedger.State.DONE);
    ending.succeeded(
        moved,
        step,
        step.change()
            .state(StepState.SUCCESS)
            .sandbox(result.sandbox())
            .baseline(before)
            .checkpoint(checkpoint)
            .output(result.output())
            .error(null)
            .finishedAt(now)
            .done());
    execution.complete(started.work(), Map.of("outcome", "done"));
    // Not before: when this transaction fails, it is tried again with what is in the directory.
    core.ports().transactions().afterCommit(() -> discard(started));
  }

  /** What was decided about is out of date: the step is decided anew, on the newest files. */
  private void overtaken(
      Started started, RunRecord run, StepRecord step, ConnectorResult.Failed conflict) {
    if (tries(step) >= started.manifest().retry().maxAttempts()) {
      failed(started, run, step, conflict);
      return;
    }
    discard(started);
    ledger(started, SideEffectLedger.State.FAILED);
    StepRecord.Failure error = new StepRecord.Failure(conflict.code(), conflict.message());
    core.journal().update(step, step.change().state(StepState.PENDING).error(error).done());
    core.journal()
        .audit(run, step.id(), "step.overtaken", step.label() + ": " + conflict.message());
    core.journal().settle(run);
    execution.complete(started.work(), Map.of("outcome", "overtaken"));
  }

  private void failed(
      Started started, RunRecord run, StepRecord step, ConnectorResult.Failed failed) {
    discard(started);
    if (failed.code().equals(ConnectorResult.UNKNOWN)) {
      String why = step.label() + ": " + failed.message();
      execution.deadLetter(started.work(), run, step, started.idempotencyKey(), why);
      return;
    }
    ledger(started, SideEffectLedger.State.FAILED);
    var retry = started.manifest().retry();
    StepRepair known = step.repair();
    int tries = tries(step);
    boolean again = failed.transientFailure() && tries < retry.maxAttempts();
    StepRepair repair = again ? known : repairing.failed(started, step, failed);
    boolean repaired = !again && repair != null && repairing.end(run, step, repair) == null;
    StepRecord ended =
        step.change()
            .state(again || repaired ? StepState.RETRYING : StepState.FAILED)
            .sandbox(failed.sandbox())
            .error(new StepRecord.Failure(failed.code(), failed.message()))
            .repair(repair)
            .finishedAt(core.ports().clock().instant())
            .done();
    ending.failed(run, step, ended);
    if (again) {
      long delay = Circuits.backoff(retry, tries);
      execution.complete(started.work(), Map.of("outcome", "retry", "delay", delay));
    } else {
      if (!repaired) {
        repairing.told(run, ended);
      }
      execution.complete(started.work(), Map.of("outcome", repaired ? "repair" : "failed"));
    }
  }

  /** Starts of what the step does now; another strategy is counted anew. */
  static int tries(StepRecord step) {
    StepRepair repair = step.repair();
    return step.attempt() - (repair == null ? 0 : repair.before());
  }

  private void ledger(Started started, SideEffectLedger.State state) {
    core.ports()
        .ledger()
        .end(
            started.run().tenant(),
            started.idempotencyKey(),
            state,
            core.ports().clock().instant());
  }

  void discard(Started started) {
    try {
      core.ports()
          .workspaces()
          .discard(started.run().tenant(), started.run().id(), started.step().id());
    } catch (IOException e) {
      throw new UncheckedIOException("A step's directory could not be removed.", e);
    }
  }
}
