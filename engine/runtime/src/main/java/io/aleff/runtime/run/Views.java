package io.aleff.runtime.run;

import io.aleff.definition.Reversibility;
import io.aleff.htn.PlanNode;
import io.aleff.runtime.ApprovalView;
import io.aleff.runtime.RunView;
import io.aleff.runtime.port.ApprovalRecord;
import io.aleff.runtime.port.RunRecord;
import io.aleff.runtime.port.StepRecord;
import io.aleff.runtime.port.StepRepair;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** From stored records to what people see. */
final class Views {

  private Views() {}

  static RunView.Summary summary(RunRecord run) {
    return new RunView.Summary(
        run.id(),
        run.goal(),
        run.task(),
        run.arguments(),
        run.state(),
        run.progress(),
        run.requester(),
        run.release(),
        run.createdAt(),
        run.finishedAt(),
        run.waitingFor());
  }

  static RunView.Step step(StepRecord step) {
    Long duration =
        step.startedAt() == null || step.finishedAt() == null
            ? null
            : Duration.between(step.startedAt(), step.finishedAt()).toMillis();
    return new RunView.Step(
        step.id(),
        step.label(),
        step.action(),
        step.arguments(),
        step.connector(),
        step.operation(),
        step.after(),
        step.priority(),
        text(step.reversibility()),
        step.state(),
        step.attempt(),
        step.verdict() == null ? null : step.verdict().name().toLowerCase(Locale.ROOT),
        step.reasons(),
        step.risk(),
        step.sandbox(),
        step.startedAt(),
        step.finishedAt(),
        duration,
        step.checkpoint(),
        step.error(),
        step.approvalId(),
        step.planRevision(),
        step.actionDigest(),
        step.undoes(),
        step.repair() == null || step.repair().strategy() == 0 ? null : step.repair().name(),
        attempts(step.repair()));
  }

  /** None where nothing was tried but the action as it was planned: its error says it all. */
  private static List<RunView.Attempt> attempts(@Nullable StepRepair repair) {
    if (repair == null || (repair.strategy() == 0 && repair.tried().size() < 2)) {
      return List.of();
    }
    return repair.tried().stream()
        .map(
            one ->
                new RunView.Attempt(
                    one.attempt(),
                    one.strategy(),
                    one.outcome(),
                    one.connector(),
                    one.operation(),
                    one.digest(),
                    one.code(),
                    one.message(),
                    one.output(),
                    one.at()))
        .toList();
  }

  /**
   * @param steps of the run, for what processes do inside of a step
   */
  static RunView.Node node(PlanNode node, List<StepRecord> steps) {
    return switch (node) {
      case PlanNode.Task task ->
          new RunView.Node.Task(
              task.id(),
              task.label(),
              task.task(),
              task.arguments(),
              task.method(),
              task.reasons(),
              task.rejected(),
              task.children().stream().map(child -> node(child, steps)).toList());
      case PlanNode.Step(String id) ->
          new RunView.Node.Step(
              id,
              Nested.of(id, steps).map(one -> new RunView.Node.Step(one.id(), List.of())).toList());
    };
  }

  static ApprovalView.Summary summary(ApprovalRecord approval) {
    return new ApprovalView.Summary(
        approval.id(),
        approval.run(),
        approval.step(),
        approval.goal(),
        approval.action(),
        approval.connector(),
        approval.operation(),
        approval.requester(),
        approval.groups(),
        approval.required(),
        (int) approval.votes().stream().filter(vote -> vote.verdict().equals("approved")).count(),
        approval.risk(),
        approval.state(),
        approval.claimedBy(),
        approval.createdAt(),
        approval.expiresAt(),
        approval.digest(),
        text(approval.reversibility()));
  }

  /** As in definitions: {@code read-only}. */
  static String text(Reversibility reversibility) {
    return reversibility.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
