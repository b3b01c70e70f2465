package io.aleff.runtime.lint;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks the process models of a release, all findings at once. */
public final class BpmnLint {

  private BpmnLint() {}

  /**
   * @param models the {@code *.bpmn} files
   * @param forms paths of the {@code *.form} files
   * @return findings by path and place
   */
  public static List<Diagnostic> check(List<SourceText> models, Set<String> forms) {
    List<Diagnostic> found = new ArrayList<>();
    Map<SourceText, XmlElement> roots = new HashMap<>();
    Map<String, String> processes = new HashMap<>();
    for (SourceText model : models) {
      XmlSource.Reading reading = XmlSource.read(model);
      found.addAll(reading.diagnostics());
      XmlElement root = reading.root();
      if (root != null) {
        roots.put(model, root);
        collect(root, processes, found);
      }
    }
    roots.values().forEach(root -> check(root, processes.keySet(), forms, found));
    found.sort(java.util.Comparator.comparing(Diagnostic::location));
    return List.copyOf(found);
  }

  private static void collect(
      XmlElement root, Map<String, String> processes, List<Diagnostic> found) {
    for (XmlElement process : root.children()) {
      String id = process.attribute("id");
      if (!process.is(Vocabulary.BPMN, "process") || id == null) {
        continue;
      }
      String other = processes.putIfAbsent(id, process.location().path());
      if (other != null && !other.equals(process.location().path())) {
        found.add(
            Diagnostic.error(
                    "BPMN-017",
                    process.at("id"),
                    "The process \"" + id + "\" is also defined in " + other)
                .expecting("one file for each process"));
      }
    }
  }

  private static void check(
      XmlElement root, Set<String> processes, Set<String> forms, List<Diagnostic> found) {
    if (!root.is(Vocabulary.BPMN, "definitions")) {
      found.add(
          Diagnostic.error(
                  "BPMN-004", root.location(), "The root element is \"" + root.name() + "\"")
              .expecting("definitions of BPMN 2.0"));
      return;
    }
    new CodeRules(found).check(root);
    new StructureRules(found).check(root);
    new ReferenceRules(found, processes, forms).check(root);
    new DiagramRules(found).check(root);
  }
}
