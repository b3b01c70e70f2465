package io.aleff.runtime.run;

import io.aleff.connector.ConnectorManifest;
import io.aleff.definition.Json;
import io.aleff.htn.Binding;
import io.aleff.htn.PlanStep;
import io.aleff.htn.Priority;
import io.aleff.runtime.action.ModelArguments;
import io.aleff.runtime.engine.EngineFunctions.Scope;
import io.aleff.runtime.port.RunRecord;
import io.aleff.runtime.port.StepRecord;
import io.aleff.runtime.port.StepState;
import io.aleff.runtime.release.CompiledRelease;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Steps that are no part of a plan: guarded actions inside a process that a step of the plan runs.
 * Their id is that step's, a dot, and the id of the element in the model.
 */
final class Nested {

  private static final int FIRST_POSITION = 100_000;
  private static final String ARGUMENTS = "arguments";

  private final Core core;

  Nested(Core core) {
    this.core = core;
  }

  static boolean is(StepRecord step) {
    return step.id().indexOf('.') >= 0;
  }

  /** The guarded actions of the process that a step runs, in the order in which they began. */
  static Stream<StepRecord> of(String parent, List<StepRecord> steps) {
    return steps.stream()
        .filter(step -> step.undoes() == null && step.id().startsWith(parent + "."))
        .sorted(Comparator.comparing(StepRecord::position));
  }

  /** Inside a process that undoes something. */
  static boolean undoing(StepRecord step) {
    return is(step) && step.id().startsWith("undo-");
  }

  /** An id for the action that an element is about to call; a loop gets a new one each time. */
  String id(RunRecord run, StepRecord parent, String element) {
    if (parent.state() != StepState.RUNNING || !parent.connector().equals("process")) {
      throw new IllegalStateException("Step " + parent.id() + " does not run a process.");
    }
    String first = parent.id() + "." + element;
    String id = first;
    for (int i = 2; core.ports().steps().find(run.tenant(), run.id(), id) != null; i++) {
      id = first + "-" + i;
    }
    return id;
  }

  /** Records the step that a guarded action stands for, when a process of one's own calls it. */
  void begin(RunRecord run, Scope scope) {
    String id = scope.text("step");
    int dot = id.indexOf('.');
    if (dot < 0 || core.ports().steps().find(run.tenant(), run.id(), id) != null) {
      return;
    }
    StepRecord parent = core.journal().step(run.tenant(), run.id(), id.substring(0, dot));
    CompiledRelease release = core.release(run).compiled();
    String action = scope.text("action");
    int split = Math.max(0, action.lastIndexOf('.'));
    String connector = action.substring(0, split);
    String name = action.substring(Math.min(action.length(), split + 1));
    ConnectorManifest manifest = release.manifests().get(connector);
    ConnectorManifest.Operation operation =
        manifest == null ? null : manifest.operations().get(name);
    ObjectNode arguments = Json.MAPPER.createObjectNode();
    String wrong =
        operation == null
            ? "There is no operation " + action + "."
            : arguments(operation, scope, arguments);
    Binding binding = new Binding.OfConnector(connector, name, arguments, Map.of());
    int position = FIRST_POSITION + core.ports().steps().ofRun(run.tenant(), run.id()).size();
    StepRecord step =
        PlanMaking.fresh(run, planned(id, parent, action, binding), position, release);
    core.journal().insert(step);
    if (wrong != null) {
      StepRecord failed =
          step.change()
              .state(StepState.FAILED)
              .error(new StepRecord.Failure("bad-input", wrong))
              .finishedAt(core.ports().clock().instant())
              .done();
      new StepEnding(core).failed(run, step, failed);
    }
  }

  /** Null when the arguments are in place. */
  private static @Nullable String arguments(
      ConnectorManifest.Operation operation, Scope scope, ObjectNode into) {
    for (Map.Entry<String, JsonNode> property : operation.input().path("properties").properties()) {
      Object raw = scope.get(ModelArguments.PREFIX + property.getKey());
      if (raw == null || raw.equals("")) {
        continue;
      }
      JsonNode value = ModelArguments.value(property.getValue(), raw);
      if (value == null) {
        return "The argument " + property.getKey() + " does not fit its schema.";
      }
      into.set(property.getKey(), value);
    }
    return ExecutionResult.breach("input", operation.input(), into);
  }

  private static PlanStep planned(String id, StepRecord parent, String action, Binding binding) {
    return planned(
        id,
        parent.label() + " " + id.substring(id.indexOf('.') + 1),
        action,
        arguments((Binding.OfConnector) binding),
        binding);
  }

  private static PlanStep planned(
      String id, String label, String action, Map<String, String> arguments, Binding binding) {
    return new PlanStep(
        id,
        label,
        action,
        arguments,
        List.of(),
        Priority.NORMAL,
        BigDecimal.ZERO,
        Duration.ZERO,
        null,
        binding,
        null,
        Set.of(),
        Set.of(),
        Map.of());
  }

  /** Arguments of a step as {@link #planned(StepRecord)} reads them. */
  static Map<String, String> arguments(Binding.OfConnector binding) {
    return Map.of(ARGUMENTS, binding.input().toString());
  }

  /** The step as a plan would have it, read from the record. */
  static PlanStep planned(StepRecord step) {
    String text = Objects.requireNonNull(step.arguments().get(ARGUMENTS));
    ObjectNode input = (ObjectNode) Json.MAPPER.readTree(text);
    Binding binding = new Binding.OfConnector(step.connector(), step.operation(), input, Map.of());
    return planned(step.id(), step.label(), step.action(), step.arguments(), binding);
  }

  /** The first guarded action of a process that did not end well; null when all did. */
  @Nullable StepRecord missed(RunRecord run, StepRecord parent) {
    return core.ports().steps().ofRun(run.tenant(), run.id()).stream()
        .filter(step -> step.id().startsWith(parent.id() + "."))
        .filter(step -> step.state() != StepState.SUCCESS)
        .findFirst()
        .orElse(null);
  }
}
