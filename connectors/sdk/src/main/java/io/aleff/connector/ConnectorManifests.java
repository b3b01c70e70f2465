package io.aleff.connector;

import io.aleff.definition.Definition;
import io.aleff.definition.Diagnostic;
import io.aleff.definition.RecordValidator;
import io.aleff.definition.SourceText;
import io.aleff.definition.YamlNode.MappingNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads {@code connectors/*.yaml}.
 *
 * <p>Codes besides YAML and SCHEMA ones: {@code CONNECTOR-001} the name is taken, {@code
 * CONNECTOR-002} a value is out of range, {@code CONNECTOR-003} the undo operation, {@code
 * CONNECTOR-004} the reversibility class, {@code CONNECTOR-005} an input or output schema, {@code
 * CONNECTOR-006} egress, {@code SANDBOX-005} what sandboxes may reach of the network.
 */
public final class ConnectorManifests {

  private ConnectorManifests() {}

  /**
   * @param manifests by name, sorted; those with errors are left out
   * @param diagnostics of all files, all at once
   */
  public record Reading(Map<String, ConnectorManifest> manifests, List<Diagnostic> diagnostics) {

    public Reading {
      manifests = Collections.unmodifiableMap(new TreeMap<>(manifests));
      diagnostics = List.copyOf(diagnostics);
    }
  }

  public static Reading read(List<SourceText> sources) {
    Map<String, ConnectorManifest> manifests = new TreeMap<>();
    Map<String, MappingNode> places = new HashMap<>();
    List<Diagnostic> found = new ArrayList<>();
    for (SourceText source : sources) {
      Definition definition = Definition.read(source, "connector");
      found.addAll(definition.diagnostics());
      MappingNode root = definition.root();
      if (root != null) {
        ConnectorManifest manifest = ManifestMapping.manifest(root);
        List<Diagnostic> findings = check(manifest, root, places);
        found.addAll(findings);
        if (findings.stream().noneMatch(Diagnostic::isError)) {
          manifests.put(manifest.name(), manifest);
        }
      }
    }
    return new Reading(manifests, found);
  }

  private static List<Diagnostic> check(
      ConnectorManifest manifest, MappingNode root, Map<String, MappingNode> places) {
    List<Diagnostic> findings =
        new ArrayList<>(RecordValidator.validate(manifest, "CONNECTOR-002", root));
    findings.addAll(new ManifestChecks(manifest, root).findings());
    MappingNode before = places.putIfAbsent(manifest.name(), root);
    if (before != null) {
      findings.add(
          Diagnostic.error(
              "CONNECTOR-001",
              root.valueLocation("name"),
              "The connector \"%s\" is already at %s."
                  .formatted(manifest.name(), before.valueLocation("name"))));
    }
    return findings;
  }
}
