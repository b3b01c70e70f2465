package io.aleff.runtime.run;

import io.aleff.htn.Binding;
import io.aleff.runtime.action.ActionResolver;
import io.aleff.runtime.action.ResolvedAction;
import io.aleff.runtime.action.UnresolvedException;
import io.aleff.runtime.action.WorkspaceFiles;
import io.aleff.runtime.engine.EngineFunctions;
import io.aleff.runtime.port.RunRecord;
import io.aleff.runtime.port.StepRecord;
import io.aleff.runtime.port.StepState;
import io.aleff.runtime.release.LiveRelease;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Steps whose action is a process of the release. */
final class Processes {

  private static final Set<String> RESERVED =
      Set.of("tenant", "run", "step", "planProcess", "undoProcess", "approvalId", "process");

  private final Core core;
  private final StepEnding ending;

  Processes(Core core, StepEnding ending) {
    this.core = core;
    this.ending = ending;
  }

  /** Puts the input in place and says which process to call. */
  String begin(RunRecord run, StepRecord step, EngineFunctions.Scope scope) {
    ActionContext context = new ActionContext(core.ports());
    Binding binding = Objects.requireNonNull(context.binding(run, step));
    LiveRelease release = core.release(run);
    try {
      ResolvedAction action =
          ActionResolver.resolve(
              run,
              step,
              binding,
              release.compiled(),
              context.values(run, step),
              WorkspaceFiles.NONE);
      if (!action.digest().equals(step.actionDigest())) {
        throw new IllegalStateException(
            "Step " + step.id() + " would run another process than was decided about.");
      }
      for (Map.Entry<String, JsonNode> input : action.arguments().properties()) {
        if (!RESERVED.contains(input.getKey())) {
          scope.set(input.getKey(), plain(input.getValue()));
        }
      }
      core.journal()
          .update(
              step,
              step.change()
                  .state(StepState.RUNNING)
                  .attempt(step.attempt() + 1)
                  .startedAt(core.ports().clock().instant())
                  .done());
      core.journal().audit(run, step.id(), "step.started", step.label() + " runs a process");
      core.journal().settle(run);
      return release.key(Objects.requireNonNull(action.process()));
    } catch (UnresolvedException | IOException e) {
      throw new IllegalStateException("Step " + step.id() + ": " + e.getMessage(), e);
    }
  }

  private static @Nullable Object plain(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> value.stringValue();
      case BOOLEAN -> value.booleanValue();
      case NUMBER ->
          value.isIntegralNumber() && value.canConvertToLong()
              ? (Object) value.longValue()
              : value.doubleValue();
      case NULL, MISSING -> null;
      case ARRAY, OBJECT, BINARY, POJO -> value.toString();
    };
  }

  /** The called process has ended. */
  @Nullable String end(RunRecord run, StepRecord step) {
    StepRecord missed = new Nested(core).missed(run, step);
    if (missed != null) {
      StepRecord.Failure error = missed.error();
      String why = missed.label() + ": " + (error == null ? "not done" : error.message());
      StepRecord failed =
          step.change()
              .state(StepState.FAILED)
              .error(new StepRecord.Failure(error == null ? "process" : error.code(), why))
              .finishedAt(core.ports().clock().instant())
              .done();
      ending.failed(run, step, failed);
      return null;
    }
    StepRecord done =
        step.change().state(StepState.SUCCESS).finishedAt(core.ports().clock().instant()).done();
    ending.succeeded(run, step, done);
    return null;
  }
}
