package io.aleff.runtime.run;

import io.aleff.definition.Json;
import io.aleff.runtime.audit.AuditChain;
import io.aleff.runtime.port.ApprovalRecord;
import io.aleff.runtime.port.Ports;
import io.aleff.runtime.port.RunRecord;
import io.aleff.runtime.port.RunState;
import io.aleff.runtime.port.StepRecord;
import io.aleff.runtime.port.StepState;
import io.aleff.runtime.port.TenantId;
import io.aleff.runtime.state.StateMachines;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The one place that changes runs, steps and approvals: stores, audits and tells who watches. */
final class Journal {

  /** Code of the failure of a step that waits as a dead letter. */
  static final String UNKNOWN_OUTCOME = "unknown-outcome";

  private final Ports ports;

  Journal(Ports ports) {
    this.ports = ports;
  }

  /** The run, locked until the transaction ends. */
  RunRecord lock(TenantId tenant, String run) {
    return Objects.requireNonNull(
        ports.runs().lock(tenant, run), () -> "There is no run " + run + " of " + tenant + ".");
  }

  StepRecord step(TenantId tenant, String run, String step) {
    return Objects.requireNonNull(
        ports.steps().find(tenant, run, step), () -> "There is no step " + step + " of " + run);
  }

  void insert(RunRecord run) {
    ports.runs().insert(run);
    publish(run);
  }

  RunRecord update(RunRecord before, RunRecord after) {
    if (!StateMachines.allows(before.state(), after.state())) {
      throw new IllegalStateException(
          "A run cannot go from " + before.state() + " to " + after.state() + ".");
    }
    if (!before.equals(after)) {
      ports.runs().update(after);
      publish(after);
    }
    return after;
  }

  void insert(StepRecord step) {
    ports.steps().insert(step);
    publish(step);
  }

  StepRecord update(StepRecord before, StepRecord after) {
    if (!StateMachines.allows(before.state(), after.state())) {
      throw new IllegalStateException(
          "Step " + before.id() + " cannot go from " + before.state() + " to " + after.state());
    }
    ports.steps().update(after);
    publish(after);
    return after;
  }

  void insert(ApprovalRecord approval) {
    ports.approvals().insert(approval);
    publish(approval);
  }

  void update(ApprovalRecord approval) {
    ports.approvals().update(approval);
    publish(approval);
  }

  /** Brings state and progress of a run in line with its steps. */
  RunRecord settle(RunRecord run) {
    if (run.state().isFinal() || run.state() == RunState.PENDING) {
      return run;
    }
    List<StepRecord> steps = ports.steps().ofRun(run.tenant(), run.id());
    RunState state = state(steps);
    String waiting =
        state == RunState.WAITING
            ? steps.stream()
                .filter(step -> step.state() == StepState.WAITING)
                .map(Journal::waitingFor)
                .findFirst()
                .orElse(null)
            : null;
    return update(
        run,
        run.withState(state)
            .withProgress(progress(run, steps))
            .saying(waiting, run.outcome(), run.failure()));
  }

  private static String waitingFor(StepRecord step) {
    StepRecord.Failure error = step.error();
    boolean unknown = error != null && error.code().equals(UNKNOWN_OUTCOME);
    return (unknown ? "a decision about " : "approval of ") + step.label();
  }

  /** A process is running all the time; what its own actions do says more. */
  private static RunState state(List<StepRecord> steps) {
    boolean working =
        steps.stream()
            .anyMatch(s -> s.state() == StepState.RUNNING && !s.connector().equals("process"));
    if (working) {
      return RunState.RUNNING;
    }
    if (any(steps, StepState.RETRYING)) {
      return RunState.RETRYING;
    }
    return any(steps, StepState.WAITING) ? RunState.WAITING : RunState.RUNNING;
  }

  private static boolean any(List<StepRecord> steps, StepState state) {
    return steps.stream().anyMatch(step -> step.state() == state);
  }

  /** A longer plan takes nothing back; what is undone does. */
  private static int progress(RunRecord run, List<StepRecord> steps) {
    List<StepRecord> planned =
        steps.stream()
            .filter(step -> step.undoes() == null && step.planRevision() == run.planRevision())
            .filter(step -> !Nested.is(step))
            .toList();
    if (planned.isEmpty()) {
      return run.progress();
    }
    long done = planned.stream().filter(step -> step.state() == StepState.SUCCESS).count();
    int percent = (int) (done * 100 / planned.size());
    return any(planned, StepState.ROLLED_BACK) ? percent : Math.max(run.progress(), percent);
  }

  void audit(
      RunRecord run,
      @Nullable String step,
      String type,
      String actor,
      String summary,
      ObjectNode data) {
    audit(run.tenant(), run.id(), step, run.release(), type, actor, summary, data);
  }

  void audit(RunRecord run, @Nullable String step, String type, String summary) {
    audit(run, step, type, "aleff", summary, Json.MAPPER.createObjectNode());
  }

  void audit(
      TenantId tenant,
      @Nullable String run,
      @Nullable String step,
      @Nullable String release,
      String type,
      String actor,
      String summary,
      ObjectNode data) {
    ports
        .audit()
        .append(
            tenant,
            new AuditChain.Entry(
                ports.clock().instant(), type, actor, run, step, release, summary, data));
  }

  private void publish(RunRecord run) {
    ports.events().publish(run.tenant(), "run", Json.MAPPER.valueToTree(Views.summary(run)));
  }

  private void publish(StepRecord step) {
    ObjectNode json = Json.MAPPER.valueToTree(Views.step(step));
    ports.events().publish(step.tenant(), "step", json.put("runId", step.run()));
  }

  private void publish(ApprovalRecord approval) {
    ports
        .events()
        .publish(approval.tenant(), "approval", Json.MAPPER.valueToTree(Views.summary(approval)));
  }

  void publishPlan(RunRecord run, int revision) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    ports
        .events()
        .publish(run.tenant(), "plan", json.put("runId", run.id()).put("revision", revision));
  }
}
