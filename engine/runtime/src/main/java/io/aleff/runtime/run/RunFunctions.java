package io.aleff.runtime.run;

import io.aleff.definition.Json;
import io.aleff.definition.Tenant;
import io.aleff.htn.Plan;
import io.aleff.runtime.engine.EngineFunctions;
import io.aleff.runtime.port.ApprovalRecord;
import io.aleff.runtime.port.RunRecord;
import io.aleff.runtime.port.RunState;
import io.aleff.runtime.port.StepRecord;
import io.aleff.runtime.port.StepState;
import io.aleff.runtime.port.TenantId;
import io.aleff.runtime.run.DueActions.Due;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What process models can ask for, each under the lock of its run. */
final class RunFunctions implements EngineFunctions {

  private final Core core;
  private final PlanMaking planning;
  private final Deciding deciding;
  private final Undoing undoing;
  private final StepEnding ending;
  private final Processes processes;
  private final Nested nested;
  private final Repairing repairing;

  RunFunctions(Core core) {
    this.core = core;
    planning = new PlanMaking(core);
    deciding = new Deciding(core);
    undoing = new Undoing(core);
    ending = new StepEnding(core);
    nested = new Nested(core);
    repairing = new Repairing(core);
    processes = new Processes(core, ending);
  }

  @Override
  public @Nullable Object call(String name, Scope scope, List<Object> arguments) {
    RunRecord run = core.journal().lock(new TenantId(scope.text("tenant")), scope.text("run"));
    return switch (name) {
      case "plan" -> plan(run, scope);
      case "verify" -> verify(run);
      case "succeed" -> finish(run, RunState.SUCCESS, "The goal is reached.");
      case "fail" -> fail(run);
      case "prepareUndo" -> prepareUndo(run, scope);
      case "onFailure" -> onFailure(run);
      case "undone" -> undone(run);
      case "step" -> step(run, arguments);
      case "nested" -> nested.id(run, current(run, scope), "" + arguments.getFirst());
      case "decide" -> decide(run, scope);
      case "approvers" -> String.join(",", approval(run, scope).groups());
      case "approvalDue" -> Date.from(approval(run, scope).expiresAt());
      case "expire" -> expire(run, current(run, scope), approval(run, scope));
      case "grant" -> grant(run, current(run, scope), scope.process());
      case "repair" -> repairing.next(run, current(run, scope));
      case "backoff" -> backoff(scope);
      case "processInput" -> processes.begin(run, current(run, scope), scope);
      case "processDone" -> processes.end(run, current(run, scope));
      default -> throw new IllegalArgumentException("There is no function aleff." + name);
    };
  }

  private StepRecord current(RunRecord run, Scope scope) {
    return core.journal().step(run.tenant(), run.id(), scope.text("step"));
  }

  private ApprovalRecord approval(RunRecord run, Scope scope) {
    String id = scope.text("approvalId");
    return Objects.requireNonNull(
        core.ports().approvals().find(run.tenant(), id), () -> "There is no approval " + id);
  }

  private String plan(RunRecord run, Scope scope) {
    PlanMaking.Made made = planning.next(run);
    scope.set("planProcess", made.process());
    return made.answer();
  }

  private String verify(RunRecord run) {
    if (run.cancelling()) {
      return "cancelled";
    }
    Plan plan = Objects.requireNonNull(Plans.newest(core.ports(), run));
    boolean stepsDone =
        plan.steps().stream()
            .allMatch(
                step ->
                    core.journal().step(run.tenant(), run.id(), step.id()).state()
                        == StepState.SUCCESS);
    boolean reached = PlanMaking.reached(plan, RunMemory.of(run).current());
    if (reached && stepsDone) {
      core.journal().audit(run, null, "goal.verified", "The goal is reached: " + plan.achieves());
      return "achieved";
    }
    return "again";
  }

  private String finish(RunRecord run, RunState state, String outcome) {
    RunRecord done =
        run.withState(state)
            .withProgress(state == RunState.SUCCESS ? 100 : run.progress())
            .withFinishedAt(core.ports().clock().instant())
            .saying(null, outcome, state == RunState.SUCCESS ? null : run.failure());
    core.journal().update(run, done);
    core.journal().audit(done, null, "run." + state.text(), outcome);
    return state.text();
  }

  private String fail(RunRecord run) {
    String undone = leftover(run) + kept(run);
    String why = Objects.requireNonNullElse(run.failure(), "The goal was not reached.");
    RunRecord told = core.journal().update(run, run.saying(null, run.outcome(), why));
    return finish(told, RunState.FAILED, "The goal was not reached." + undone);
  }

  private String kept(RunRecord run) {
    boolean some =
        core.ports().steps().ofRun(run.tenant(), run.id()).stream()
            .anyMatch(step -> step.undoes() == null && step.state() == StepState.SUCCESS);
    return some && !onFailure(run).equals(Tenant.UNDO)
        ? " What was done is kept; a retry goes on from there."
        : "";
  }

  private String onFailure(RunRecord run) {
    Tenant tenant = core.release(run).compiled().tenants().get(run.tenant().value());
    return tenant == null ? Tenant.UNDO : tenant.onFailure();
  }

  private String undone(RunRecord run) {
    return finish(run, RunState.ROLLED_BACK, "Everything was undone." + leftover(run));
  }

  /** What could not be undone, as a sentence. */
  private String leftover(RunRecord run) {
    List<String> left =
        core.ports().steps().ofRun(run.tenant(), run.id()).stream()
            .filter(step -> step.undoes() != null && step.state() != StepState.SUCCESS)
            .map(step -> step.label().replaceFirst("^undo ", ""))
            .toList();
    return left.isEmpty() ? "" : " Not undone: " + String.join(", ", left) + ".";
  }

  private String prepareUndo(RunRecord run, Scope scope) {
    Undoing.Prepared prepared = undoing.prepare(run);
    scope.set("undoProcess", prepared.process());
    return prepared.answer();
  }

  private String step(RunRecord run, List<Object> arguments) {
    boolean undo = arguments.get(0).equals("undo");
    int position = ((Number) arguments.get(1)).intValue();
    return core.ports().steps().ofRun(run.tenant(), run.id()).stream()
        .filter(
            step ->
                undo
                    ? step.undoes() != null
                    : step.undoes() == null && step.planRevision() == run.planRevision())
        .filter(step -> step.position() == position)
        .map(StepRecord::id)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("There is no step at " + position));
  }

  private String decide(RunRecord run, Scope scope) {
    nested.begin(run, scope);
    StepRecord step = current(run, scope);
    if (step.undoes() != null && step.connector().isEmpty() && step.state() == StepState.PENDING) {
      ending.undoWithoutAction(run, step);
      return "skip";
    }
    scope.set("kind", step.connector().equals("process") ? "process" : "operation");
    Deciding.Answer answer = deciding.decide(run, step);
    while (answer.answer().equals(Deciding.OTHERWISE)) {
      String next = repairing.denied(run, current(run, scope), answer.detail());
      if (!next.equals("again")) {
        return "skip";
      }
      answer = deciding.decide(run, current(run, scope));
    }
    if (answer.answer().equals("approve")) {
      scope.set("approvalId", answer.detail());
    }
    return answer.answer();
  }

  private String expire(RunRecord run, StepRecord step, ApprovalRecord approval) {
    if (approval.state() == ApprovalRecord.State.OPEN) {
      core.journal().update(approval.withState(ApprovalRecord.State.EXPIRED));
      core.journal()
          .audit(
              run, step.id(), "approval.expired", "Nobody approved " + step.label() + " in time");
      ending.failed(run, step, refused(step, "expired", "Nobody approved in time."));
    }
    return "expired";
  }

  private StepRecord refused(StepRecord step, String code, String why) {
    return step.change()
        .state(StepState.DENIED)
        .error(new StepRecord.Failure(code, why))
        .finishedAt(core.ports().clock().instant())
        .done();
  }

  private @Nullable String grant(RunRecord run, StepRecord step, String process) {
    if (core.grants().issue(step, step.attempt() + 1) == null) {
      throw new IllegalStateException("Step " + step.id() + " may not run: nothing allows it.");
    }
    core.journal()
        .audit(
            run,
            step.id(),
            "grant.issued",
            "aleff",
            "A grant for attempt " + (step.attempt() + 1) + " of " + step.label(),
            Json.MAPPER.createObjectNode().put("actionDigest", step.actionDigest()));
    Due due = new Due(process, run.tenant(), run.id(), step.id());
    core.ports().transactions().afterCommit(() -> core.due().accept(due));
    return null;
  }

  private Date backoff(Scope scope) {
    long millis = scope.get("delay") instanceof Number delay ? delay.longValue() : 1_000;
    return Date.from(core.ports().clock().instant().plusMillis(millis));
  }
}
