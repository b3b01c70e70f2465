package io.aleff.runtime.run;

import io.aleff.htn.Binding;
import io.aleff.runtime.plan.FlowShape;
import io.aleff.runtime.plan.PlanCompiler;
import io.aleff.runtime.port.RunRecord;
import io.aleff.runtime.port.StepRecord;
import io.aleff.runtime.port.StepState;
import io.aleff.runtime.release.LiveRelease;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** Lists what has to be undone, newest first, and compiles it. */
final class Undoing {

  private final Core core;
  private final ActionContext context;

  Undoing(Core core) {
    this.core = core;
    context = new ActionContext(core.ports());
  }

  /**
   * @param answer {@code steps} or {@code none}
   */
  record Prepared(String answer, String process) {}

  Prepared prepare(RunRecord run) {
    List<StepRecord> all = core.ports().steps().ofRun(run.tenant(), run.id());
    all.stream()
        .filter(step -> step.undoes() != null || Nested.undoing(step))
        .forEach(step -> core.ports().steps().delete(run.tenant(), run.id(), step.id()));
    List<StepRecord> done =
        all.stream()
            .filter(step -> step.undoes() == null && !Nested.undoing(step))
            .filter(step -> step.state() == StepState.SUCCESS)
            .sorted(
                Comparator.comparing(
                        (StepRecord step) ->
                            Objects.requireNonNullElse(step.finishedAt(), Instant.MIN))
                    .thenComparing(StepRecord::position)
                    .reversed())
            .toList();
    LiveRelease release = core.release(run);
    for (int i = 0; i < done.size(); i++) {
      core.journal().insert(undoing(run, done.get(i), i, release));
    }
    core.journal()
        .audit(run, null, "undo.prepared", done.size() + " steps are to be undone, newest first");
    if (done.isEmpty()) {
      return new Prepared("none", "");
    }
    PlanCompiler.Compiled compiled =
        PlanCompiler.compile(FlowShape.undo(done.size()), release.key(PlanMaking.GUARDED_ACTION));
    core.models().deploy(compiled);
    return new Prepared("steps", compiled.key());
  }

  private StepRecord undoing(RunRecord run, StepRecord done, int position, LiveRelease release) {
    Binding said = context.planned(run, done).undo();
    Binding.OfConnector derived =
        said == null ? ManifestUndo.of(core.ports(), done, release) : null;
    Binding undo = said == null ? derived : said;
    return StepRecord.pending(
        run,
        "undo-" + done.id(),
        position,
        "undo " + done.label(),
        done.action(),
        derived == null ? done.arguments() : Nested.arguments(derived),
        PlanMaking.connector(undo),
        PlanMaking.operation(undo),
        List.of(),
        done.priority(),
        PlanMaking.reversibility(undo, null, release.compiled()),
        done.id());
  }
}
