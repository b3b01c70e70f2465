package io.aleff.connector;

import io.aleff.connector.ConnectorManifest.Operation;
import io.aleff.definition.Diagnostic;
import io.aleff.definition.Reversibility;
import io.aleff.definition.SchemaValidator;
import io.aleff.definition.SourceLocation;
import io.aleff.definition.Suggestions;
import io.aleff.definition.YamlNode;
import io.aleff.definition.YamlNode.MappingNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What a schema cannot say about a manifest. */
final class ManifestChecks {

  private static final Duration LONGEST = Duration.ofHours(1);
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|localhost|.*\\.localhost");

  private final ConnectorManifest manifest;
  private final MappingNode root;
  private final List<Diagnostic> findings = new ArrayList<>();

  ManifestChecks(ConnectorManifest manifest, MappingNode root) {
    this.manifest = manifest;
    this.root = root;
  }

  List<Diagnostic> findings() {
    for (Operation operation : manifest.operations().values()) {
      if (root.at("operations", operation.name()) instanceof MappingNode node) {
        undo(operation, node);
        reversibility(operation, node);
        schema(node, "input");
        schema(node, "output");
        duration("timeout", operation.timeout(), node.valueLocation("timeout"));
      }
    }
    delays();
    egress();
    if (manifest.kind().equals("sandbox")) {
      findings.addAll(new EgressSettings(manifest, root).findings());
    }
    return findings;
  }

  private void undo(Operation operation, MappingNode node) {
    String undo = operation.undo();
    SourceLocation at = node.valueLocation("undo");
    if (undo == null) {
      if (operation.reversibility() == Reversibility.COMPENSATABLE) {
        error("CONNECTOR-003", at, "A compensatable operation needs an undo operation.");
      }
      return;
    }
    if (undo.equals(operation.name())) {
      error("CONNECTOR-003", at, "The operation \"" + undo + "\" cannot undo itself.");
    } else if (!manifest.operations().containsKey(undo)) {
      findings.add(
          Diagnostic.error("CONNECTOR-003", at, "There is no operation \"" + undo + "\".")
              .expecting(String.join(", ", manifest.operations().keySet()))
              .maybe(Suggestions.nearest(undo, manifest.operations().keySet())));
    } else {
      undoInput(operation, manifest.operations().get(undo), at);
    }
    if (operation.reversibility() == Reversibility.IRREVERSIBLE) {
      error("CONNECTOR-004", at, "An irreversible operation cannot have an undo operation.");
    }
  }

  /** What undoes gets its arguments by their names, from the result and the arguments. */
  private void undoInput(Operation operation, Operation undo, SourceLocation at) {
    Set<String> known = new TreeSet<>(operation.input().path("properties").propertyNames());
    known.addAll(operation.output().path("properties").propertyNames());
    for (JsonNode required : undo.input().path("required")) {
      String name = required.asString("");
      if (!known.contains(name)) {
        findings.add(
            Diagnostic.error(
                    "CONNECTOR-007",
                    at,
                    "\"%s\" needs \"%s\", which is neither in the output nor in the input of \"%s\"."
                        .formatted(undo.name(), name, operation.name()))
                .expecting("one of " + String.join(", ", known))
                .maybe(Suggestions.nearest(name, known)));
      }
    }
  }

  private void reversibility(Operation operation, MappingNode node) {
    boolean harmless =
        operation.reversibility() == Reversibility.READ_ONLY
            || operation.reversibility() == Reversibility.REVERSIBLE;
    for (String effect : Set.of("message", "money")) {
      if (harmless && operation.effects().contains(effect)) {
        findings.add(
            Diagnostic.error(
                    "CONNECTOR-004",
                    node.valueLocation("reversibility"),
                    "An operation with the effect \"%s\" cannot be %s."
                        .formatted(effect, operation.reversibility().word()))
                .expecting("compensatable or irreversible"));
      }
    }
  }

  private void schema(MappingNode operation, String key) {
    YamlNode schema = operation.get(key);
    if (schema == null) {
      return;
    }
    for (Diagnostic finding : SchemaValidator.checkSchema(schema)) {
      findings.add(Diagnostic.error("CONNECTOR-005", finding.location(), finding.message()));
    }
    if (schema instanceof MappingNode node && !"object".equals(node.text("type"))) {
      findings.add(
          Diagnostic.error(
                  "CONNECTOR-005",
                  node.valueLocation("type"),
                  "The " + key + " schema must describe an object.")
              .expecting("type: object"));
    }
  }

  private void delays() {
    YamlNode retry = root.get("retry");
    if (retry instanceof MappingNode node) {
      duration("maxDelay", manifest.retry().maxDelay(), node.valueLocation("maxDelay"));
      if (manifest.retry().initialDelay().compareTo(manifest.retry().maxDelay()) > 0) {
        error(
            "CONNECTOR-002",
            node.valueLocation("initialDelay"),
            "The initialDelay is longer than the maxDelay.");
      }
    }
    if (root.get("circuitBreaker") instanceof MappingNode node) {
      duration(
          "waitDurationInOpenState",
          manifest.circuitBreaker().waitDurationInOpenState(),
          node.valueLocation("waitDurationInOpenState"));
    }
  }

  private void duration(String name, Duration value, SourceLocation at) {
    if (value.isZero() || value.isNegative() || value.compareTo(LONGEST) > 0) {
      findings.add(
          Diagnostic.error("CONNECTOR-002", at, "The " + name + " is " + value + ".")
              .expecting("more than PT0S, at most " + LONGEST));
    }
  }

  private void egress() {
    for (YamlNode item : root.items("egress")) {
      if (item instanceof YamlNode.ScalarNode host && ADDRESS.matcher(host.text()).matches()) {
        findings.add(
            Diagnostic.warning(
                    "CONNECTOR-006",
                    host.location(),
                    "\"" + host.text() + "\" is an address of this machine or a bare number.")
                .expecting("a public host name such as api.example.com"));
      }
    }
    if (manifest.kind().equals("http") && manifest.egress().isEmpty()) {
      findings.add(
          Diagnostic.warning(
                  "CONNECTOR-006",
                  root.valueLocation("type"),
                  "An http connector without egress reaches nothing.")
              .expecting("egress: [host, …]"));
    }
  }

  private void error(String code, SourceLocation at, String message) {
    findings.add(Diagnostic.error(code, at, message));
  }
}
