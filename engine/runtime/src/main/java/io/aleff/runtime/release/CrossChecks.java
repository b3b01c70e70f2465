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
      connector(action, repair.strategies().get(i - 1).location(), binding.attempt(i), true);
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
