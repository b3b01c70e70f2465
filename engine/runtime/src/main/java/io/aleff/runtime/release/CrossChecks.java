package io.aleff.runtime.release;

import io.aleff.connector.ConnectorManifest;
import io.aleff.definition.DefinitionBundle;
import io.aleff.definition.Diagnostic;
import io.aleff.definition.Json;
import io.aleff.definition.Reversibility;
import io.aleff.definition.SchemaValidator;
import io.aleff.definition.SourceLocation;
import io.aleff.definition.SourceText;
import io.aleff.definition.Suggestions;
import io.aleff.htn.Action;
import io.aleff.htn.Binding;
import io.aleff.htn.Domain;
import io.aleff.htn.RepairLoop;
import io.aleff.runtime.port.Models;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What task networks say about connectors, processes and scripts must be so. */
final class CrossChecks {

  /** Stands for text that is only known when a step starts. */
  private static final String UNKNOWN = "${";

  private final Domain domain;
  private final Map<String, ConnectorManifest> manifests;
  private final Map<String, SourceText> processes;
  private final DefinitionBundle bundle;
  private final List<Diagnostic> found;

  CrossChecks(
      Domain domain,
      Map<String, ConnectorManifest> manifests,
      Map<String, SourceText> processes,
      DefinitionBundle bundle,
      List<Diagnostic> found) {
    this.domain = domain;
    this.manifests = manifests;
    this.processes = processes;
    this.bundle = bundle;
    this.found = found;
  }

  void check() {
    for (Action action : domain.actions().values()) {
      binding(action, action.run(), true);
      binding(action, action.undo(), false);
    }
  }

  private void binding(Action action, @Nullable Binding binding, boolean run) {
    switch (binding) {
      case null -> {
        // An action may change nothing but the world state.
      }
      case Binding.OfProcess process -> process(action, process);
      case Binding.OfConnector connector -> {
        connector(action, action.location(), connector, run);
        repair(action, connector);
      }
    }
  }

  private void repair(Action action, Binding.OfConnector binding) {
    RepairLoop repair = binding.repair();
    if (repair == null) {
      return;
    }
    for (int i = 1; i <= repair.strategies().size(); i++) {
      RepairLoop.Strategy strategy = repair.strategies().get(i - 1);
      connector(action, strategy.location(), answered(strategy, binding.attempt(i)), true);
      if (strategy.model() != null) {
        model(strategy, strategy.model(), binding.attempt(i));
      }
    }
    SourceText model = processes.get("guarded-action");
    if (model != null && !model.text().contains("aleff.repair(")) {
      found.add(
          Diagnostic.error(
                  "LINK-007",
                  action.location(),
                  "The action \"" + action.name() + "\" has a repair that nothing asks for")
              .expecting("a task ${aleff.repair()} in the process guarded-action")
              .maybe("the shipped guarded-action.bpmn shows how"));
    }
  }

  /** As if a model had answered. */
  private static Binding.OfConnector answered(
      RepairLoop.Strategy strategy, Binding.OfConnector attempt) {
    return strategy.model() == null
        ? attempt
        : new Binding.OfConnector(
            attempt.connector(),
            attempt.operation(),
            attempt.input().deepCopy().put(strategy.model().replaces(), UNKNOWN),
            attempt.output());
  }

  private void model(
      RepairLoop.Strategy strategy, RepairLoop.Question asked, Binding.OfConnector attempt) {
    ConnectorManifest asks = manifests.get(Models.CONNECTOR);
    if (asks == null
        || !asks.kind().equals(Models.KIND)
        || !asks.operations().containsKey(Models.OPERATION)) {
      found.add(
          Diagnostic.error(
                  "LINK-008",
                  strategy.location(),
                  "The strategy \"%s\" asks a model, and the release has no %s.%s"
                      .formatted(strategy.name(), Models.CONNECTOR, Models.OPERATION))
              .expecting(
                  "a connector \"%s\" of the type %s".formatted(Models.CONNECTOR, Models.KIND))
              .maybe("the shipped connectors/model.yaml is one"));
    }
    ConnectorManifest manifest = manifests.get(attempt.connector());
    ConnectorManifest.Operation operation =
        manifest == null ? null : manifest.operations().get(attempt.operation());
    Set<String> known =
        operation == null
            ? Set.of()
            : new TreeSet<>(operation.input().path("properties").propertyNames());
    if (operation != null && !known.contains(asked.replaces())) {
      found.add(
          Diagnostic.error(
                  "LINK-008",
                  strategy.location(),
                  "The strategy \"%s\" lets a model replace \"%s\", which %s.%s does not take"
                      .formatted(
                          strategy.name(),
                          asked.replaces(),
                          attempt.connector(),
                          attempt.operation()))
              .expecting("one of " + String.join(", ", known))
              .maybe(Suggestions.nearest(asked.replaces(), known)));
    }
  }

  private void process(Action action, Binding.OfProcess process) {
    if (!processes.containsKey(process.process())) {
      unknown(
          "LINK-003", action, action.location(), "process", process.process(), processes.keySet());
    }
  }

  private void connector(
      Action action, SourceLocation at, Binding.OfConnector binding, boolean run) {
    ConnectorManifest manifest = manifests.get(binding.connector());
    if (manifest == null) {
      unknown("LINK-001", action, at, "connector", binding.connector(), manifests.keySet());
      return;
    }
    ConnectorManifest.Operation operation = manifest.operations().get(binding.operation());
    if (operation == null) {
      unknown(
          "LINK-002",
          action,
          at,
          "operation of " + manifest.name(),
          binding.operation(),
          manifest.operations().keySet());
      return;
    }
    script(at, binding);
    input(action, at, binding, operation);
    if (run) {
      reversibility(action, at, operation);
    }
  }

  private void unknown(
      String code, Action action, SourceLocation at, String kind, String name, Set<String> known) {
    found.add(
        Diagnostic.error(
                code,
                at,
                "The action \""
                    + action.name()
                    + "\" names the "
                    + kind
                    + " \""
                    + name
                    + "\", which does not exist")
            .expecting("one of " + String.join(", ", new TreeSet<>(known)))
            .maybe(Suggestions.nearest(name, known)));
  }

  private void script(SourceLocation at, Binding.OfConnector binding) {
    JsonNode script = binding.input().path("script");
    if (script.isString()
        && !script.stringValue().contains(UNKNOWN)
        && bundle.bytes(script.stringValue()) == null) {
      List<String> scripts =
          bundle.paths().stream().filter(path -> path.startsWith("scripts/")).toList();
      found.add(
          Diagnostic.error(
                  "LINK-004",
                  at,
                  "The script \"" + script.stringValue() + "\" is not in the release")
              .expecting("a file of the release")
              .maybe(Suggestions.nearest(script.stringValue(), scripts)));
    }
  }

  private void input(
      Action action,
      SourceLocation at,
      Binding.OfConnector binding,
      ConnectorManifest.Operation operation) {
    List<String> open = new ArrayList<>();
    open(binding.input(), "", open);
    ObjectNode known = binding.input();
    for (Diagnostic problem : SchemaValidator.of(operation.input()).validate(known, at)) {
      boolean later = open.stream().anyMatch(path -> problem.message().contains(path));
      if (!later) {
        found.add(
            new Diagnostic(
                "LINK-005",
                problem.severity(),
                at,
                "The input of \"" + action.name() + "\": " + problem.message(),
                problem.expected(),
                problem.hint()));
      }
    }
  }

  /** Paths of values that are only known later, as they appear in messages. */
  private static void open(JsonNode node, String path, List<String> open) {
    if (node.isString() && node.stringValue().contains(UNKNOWN)) {
      open.add(path.isEmpty() ? "/" : path);
      open.add(node.stringValue());
    }
    if (node instanceof ObjectNode object) {
      object.properties().forEach(e -> open(e.getValue(), path + "/" + e.getKey(), open));
    }
    if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        open(array.get(i), path + "/" + i, open);
      }
    }
  }

  private void reversibility(
      Action action, SourceLocation at, ConnectorManifest.Operation operation) {
    Reversibility said = action.reversibility();
    if (said != null && said.compareTo(operation.reversibility()) < 0) {
      found.add(
          Diagnostic.error(
                  "LINK-006",
                  at,
                  "The action \""
                      + action.name()
                      + "\" says "
                      + Json.MAPPER.writeValueAsString(said)
                      + ", but its operation is "
                      + operation.reversibility())
              .expecting("nothing, or a class that is worse than the manifest's"));
    }
  }
}
