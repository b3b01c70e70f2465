package io.aleff.runtime.lint;

import io.aleff.definition.Diagnostic;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Everything that runs can be seen: each node has a shape, each flow an edge. */
final class DiagramRules {

  private final List<Diagnostic> found;

  DiagramRules(List<Diagnostic> found) {
    this.found = found;
  }

  void check(XmlElement root) {
    Set<String> drawn =
        root.all()
            .filter(e -> e.namespace().equals(Vocabulary.DIAGRAM))
            .filter(e -> e.name().equals("BPMNShape") || e.name().equals("BPMNEdge"))
            .map(e -> e.attribute("bpmnElement"))
            .filter(java.util.Objects::nonNull)
            .collect(Collectors.toSet());
    if (drawn.isEmpty()) {
      found.add(
          Diagnostic.error("BPMN-012", root.location(), "The model has no diagram")
              .expecting("a BPMNDiagram; draw the process in the Camunda Modeler"));
      return;
    }
    root.all()
        .filter(e -> e.namespace().equals(Vocabulary.BPMN))
        .filter(e -> Vocabulary.FLOW_NODES.contains(e.name()) || e.name().equals("sequenceFlow"))
        .filter(e -> e.attribute("id") != null && !drawn.contains(e.attribute("id")))
        .forEach(
            e ->
                found.add(
                    Diagnostic.error(
                            "BPMN-012",
                            e.location(),
                            "\"" + e.attribute("id") + "\" runs but is not in the diagram")
                        .expecting("a shape or an edge for every element")));
  }
}
