package io.aleff.runtime.run;

import io.aleff.definition.Json;
import io.aleff.htn.PlanStep;
import io.aleff.htn.States;
import io.aleff.htn.WorldState;
import io.aleff.runtime.port.RunRecord;
import io.aleff.runtime.port.RunStore;
import io.aleff.runtime.port.StepRecord;
import io.aleff.runtime.port.StepState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Records how steps end: their effects on the world, and what undoing takes back. */
final class StepEnding {

  private final Core core;
  private final ActionContext context;

  StepEnding(Core core) {
    this.core = core;
    context = new ActionContext(core.ports());
  }

  /**
   * A step that ended well: its effects hold from now on. An undoing step takes those of the undone
   * one back instead.
   */
  void succeeded(RunRecord run, StepRecord step, StepRecord ended) {
    StepRecord done = core.journal().update(step, ended);
    ObjectNode data = Json.MAPPER.createObjectNode();
    data.put("attempt", done.attempt());
    data.put("checkpoint", done.checkpoint());
    data.put("actionDigest", done.actionDigest());
    data.put("sandbox", done.sandbox());
    core.journal().audit(run, step.id(), "step.success", "aleff", step.label() + " is done", data);
    if (done.undoes() != null) {
      undone(run, done);
      return;
    }
    RunMemory memory = RunMemory.of(run);
    WorldState after = States.after(memory.current(), context.planned(run, done));
    core.journal()
        .settle(core.journal().update(run, run.withWorld(memory.observing(after).json())));
  }

  void failed(RunRecord run, StepRecord step, StepRecord ended) {
    core.journal().update(step, ended);
    StepRecord.Failure error =
        Objects.requireNonNullElse(ended.error(), new StepRecord.Failure("failed", "It failed."));
    ObjectNode data = Json.MAPPER.createObjectNode();
    data.put("code", error.code()).put("attempt", ended.attempt());
    core.journal()
        .audit(
            run,
            step.id(),
            "step." + ended.state().text(),
            "aleff",
            step.label() + ": " + shortened(error.message()),
            data);
    core.journal().settle(run);
  }

  static String shortened(String text) {
    return text.length() > 500 ? text.substring(0, 500) + "…" : text;
  }

  /** The undone step is rolled back, the workspace is as before it, the world is told again. */
  private void undone(RunRecord run, StepRecord undoing) {
    StepRecord target =
        core.journal().step(run.tenant(), run.id(), Objects.requireNonNull(undoing.undoes()));
    if (target.state() == StepState.SUCCESS) {
      core.journal().update(target, target.change().state(StepState.ROLLED_BACK).done());
    }
    RunRecord reset = resetWorkspace(run, target);
    RunMemory memory = RunMemory.of(reset).observing(world(reset));
    RunRecord told = core.journal().update(reset, reset.withWorld(memory.json()));
    core.journal().audit(told, target.id(), "step.rolled_back", target.label() + " was undone");
    core.journal().settle(told);
  }

  /** Steps without an undoing action: only the workspace goes back. */
  void undoWithoutAction(RunRecord run, StepRecord undoing) {
    Instant now = core.ports().clock().instant();
    StepRecord target =
        core.journal().step(run.tenant(), run.id(), Objects.requireNonNull(undoing.undoes()));
    boolean lasting =
        switch (target.reversibility()) {
          case READ_ONLY, REVERSIBLE -> false;
          case COMPENSATABLE, IRREVERSIBLE -> true;
        };
    if (!lasting) {
      succeeded(
          run,
          undoing,
          undoing.change().state(StepState.SUCCESS).startedAt(now).finishedAt(now).done());
      return;
    }
    String why = target.label() + " cannot be undone: it is " + Views.text(target.reversibility());
    core.journal()
        .update(
            undoing,
            undoing
                .change()
                .state(StepState.SKIPPED)
                .error(new StepRecord.Failure("irreversible", why))
                .finishedAt(now)
                .done());
    RunRecord reset = resetWorkspace(run, target);
    core.journal().audit(reset, target.id(), "step.not_undoable", why);
    core.journal().settle(reset);
  }

  private RunRecord resetWorkspace(RunRecord run, StepRecord target) {
    String before = target.baseline();
    String checkpoint = target.checkpoint();
    if (before == null || checkpoint == null || before.equals(checkpoint)) {
      return run;
    }
    try {
      core.ports().workspaces().reset(run.tenant(), run.id(), before);
      return core.journal().update(run, run.withHead(before));
    } catch (IOException e) {
      throw new UncheckedIOException("The workspace of " + run.id() + " could not be reset.", e);
    }
  }

  /** The world as it follows from the steps that are still done. */
  private WorldState world(RunRecord run) {
    WorldState world = RunMemory.of(run).initial();
    List<StepRecord> done =
        core.ports().steps().ofRun(run.tenant(), run.id()).stream()
            .filter(step -> step.undoes() == null && step.state() == StepState.SUCCESS)
            .sorted(
                Comparator.comparing(
                    (StepRecord step) ->
                        Objects.requireNonNullElse(step.finishedAt(), Instant.MAX)))
            .toList();
    for (StepRecord step : done) {
      PlanStep planned = planned(run, step);
      if (planned != null) {
        world = States.after(world, planned);
      }
    }
    return world;
  }

  private @Nullable PlanStep planned(RunRecord run, StepRecord step) {
    RunStore.PlanRecord plan =
        core.ports().runs().plan(run.tenant(), run.id(), step.planRevision());
    return plan == null ? null : Plans.step(plan.plan(), step.id());
  }
}
