package io.aleff.runtime.run;

import io.aleff.definition.Json;
import io.aleff.htn.Binding;
import io.aleff.htn.Plan;
import io.aleff.htn.PlanStep;
import io.aleff.runtime.action.ActionValues;
import io.aleff.runtime.port.Ports;
import io.aleff.runtime.port.RunRecord;
import io.aleff.runtime.port.StepRecord;
import io.aleff.runtime.port.StepRepair;
import io.aleff.runtime.port.StepState;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What the placeholders of a step stand for, and what the step is bound to. */
public final class ActionContext {

  private final Ports ports;

  public ActionContext(Ports ports) {
    this.ports = ports;
  }

  /** The step as its plan has it; for an undoing step, the step that it undoes. */
  public PlanStep planned(RunRecord run, StepRecord step) {
    String id = step.undoes() == null ? step.id() : step.undoes();
    StepRecord planned =
        step.undoes() == null
            ? step
            : Objects.requireNonNull(ports.steps().find(run.tenant(), run.id(), id));
    if (Nested.is(planned)) {
      return Nested.planned(planned);
    }
    Plan plan = Objects.requireNonNull(Plans.revision(ports, run, planned.planRevision()));
    return Objects.requireNonNull(Plans.step(plan, id), () -> "The plan has no step " + id);
  }

  /**
   * What the step does now: as it was planned, or with the strategy that its repair has taken, or
   * asking a model for that. Null for a step that only changes the world state.
   */
  public @Nullable Binding binding(RunRecord run, StepRecord step) {
    PlanStep planned = planned(run, step);
    if (step.undoes() == null) {
      StepRepair repair = step.repair();
      if (repair != null && repair.open() != null) {
        return Questions.BINDING;
      }
      return planned.run() instanceof Binding.OfConnector binding
          ? binding.attempt(repair == null ? 0 : repair.strategy())
          : planned.run();
    }
    boolean derived = planned.undo() == null && !step.connector().isEmpty();
    return derived ? Nested.planned(step).run() : planned.undo();
  }

  /**
   * What is only known now: texts by the names of placeholders, and what comes from or goes to a
   * model.
   */
  public ActionValues values(RunRecord run, StepRecord step) {
    return new ActionValues(texts(run, step), given(step));
  }

  /** The arguments that ask a model, or the one that a model has written. */
  static ObjectNode given(StepRecord step) {
    StepRepair repair = step.repair();
    StepRepair.Question asked = repair == null ? null : repair.open();
    if (asked != null) {
      return asked.arguments();
    }
    ObjectNode given = Json.MAPPER.createObjectNode();
    StepRepair.Answer said = repair == null ? null : repair.inUse();
    return said == null ? given : given.set(said.parameter(), said.value());
  }

  /**
   * Values by name. The failure is that of the attempt before, for a step that is repaired;
   * otherwise the last one of an earlier plan, so that nothing that fails meanwhile changes what
   * was decided about.
   */
  Map<String, String> texts(RunRecord run, StepRecord step) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("run.id", run.id());
    values.put("run.goal", run.goal());
    values.put("run.task", run.task());
    values.put("run.requester", run.requester());
    run.arguments().forEach((name, value) -> values.put("goal." + name, value));
    StepRepair repair = step.repair();
    boolean repaired = repair != null && repair.strategy() > 0;
    StepRecord failed = repaired ? step : null;
    Map<Integer, Optional<Plan>> plans = new HashMap<>();
    for (StepRecord other : ports.steps().ofRun(run.tenant(), run.id())) {
      boolean earlier = other.planRevision() < step.planRevision() && other.undoes() == null;
      if (!repaired && earlier && other.error() != null && other.state() == StepState.FAILED) {
        failed = other;
      }
      if (other.state() == StepState.SUCCESS) {
        outputs(run, other, plans, values);
      }
    }
    values.putAll(failed == null ? Failures.NONE : Failures.of(ports, failed));
    return values;
  }

  private void outputs(
      RunRecord run,
      StepRecord step,
      Map<Integer, Optional<Plan>> plans,
      Map<String, String> values) {
    if (step.undoes() == null
        && !step.connector().isEmpty()
        && !step.connector().equals("process")) {
      Plan plan =
          plans
              .computeIfAbsent(
                  step.planRevision(), at -> Optional.ofNullable(Plans.revision(ports, run, at)))
              .orElse(null);
      PlanStep planned = plan == null ? null : Plans.step(plan, step.id());
      if (planned != null && planned.run() instanceof Binding.OfConnector binding) {
        binding.output().forEach((name, path) -> values.put("output." + name, path));
      }
    }
  }
}
