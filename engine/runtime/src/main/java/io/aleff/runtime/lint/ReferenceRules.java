package io.aleff.runtime.lint;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.Suggestions;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** References lead to something: flows, called processes, forms, results. */
final class ReferenceRules {

  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern CALLED = Pattern.compile("\\$\\{(planProcess|undoProcess|process)}");

  static final String GUARD = "guarded-action";

  /** Processes that are not inside a step. */
  private static final Set<String> OURS = Set.of("agent-run", GUARD, "rollback-run");

  private final List<Diagnostic> found;
  private final Set<String> processes;
  private final Set<String> formIds;

  ReferenceRules(List<Diagnostic> found, Set<String> processes, Set<String> forms) {
    this.found = found;
    this.processes = processes;
    formIds = forms.stream().map(ReferenceRules::formId).collect(Collectors.toUnmodifiableSet());
  }

  /** Forms are referred to by the file's name without its ending. */
  static String formId(String path) {
    return path.substring(path.lastIndexOf('/') + 1).replaceAll("\\.form$", "");
  }

  void check(XmlElement root) {
    Set<String> ids =
        root.all()
            .filter(e -> e.namespace().equals(Vocabulary.BPMN))
            .map(e -> e.attribute("id"))
            .filter(java.util.Objects::nonNull)
            .collect(Collectors.toSet());
    root.all()
        .filter(e -> e.namespace().equals(Vocabulary.BPMN))
        .forEach(
            e -> {
              for (String name : List.of("sourceRef", "targetRef", "attachedToRef", "default")) {
                known(e, name, ids, "BPMN-022", "element");
              }
              callActivity(e);
              guard(root, e);
              form(e);
              result(e);
            });
  }

  private void known(
      XmlElement element, String attribute, Set<String> ids, String code, String what) {
    String id = element.attribute(attribute);
    if (id != null && !ids.contains(id)) {
      found.add(
          Diagnostic.error(code, element.at(attribute), "There is no " + what + " \"" + id + "\"")
              .expecting("the id of an element of this file")
              .maybe(Suggestions.nearest(id, ids)));
    }
  }

  private void callActivity(XmlElement element) {
    if (!element.name().equals("callActivity")) {
      return;
    }
    String called = element.attribute("calledElement");
    if (called == null) {
      found.add(
          Diagnostic.error("BPMN-015", element.location(), "A call activity that calls nothing")
              .expecting("calledElement"));
    } else if (called.contains("{")) {
      if (!CALLED.matcher(called).matches()) {
        found.add(
            Diagnostic.error(
                    "BPMN-015",
                    element.at("calledElement"),
                    "\"" + called + "\" could call any process")
                .expecting(
                    "a process of this release, ${planProcess}, ${undoProcess} or ${process}"));
      }
    } else if (!processes.contains(called)) {
      found.add(
          Diagnostic.error(
                  "BPMN-015",
                  element.at("calledElement"),
                  "There is no process \"" + called + "\" in this release")
              .expecting("one of " + String.join(", ", new java.util.TreeSet<>(processes)))
              .maybe(Suggestions.nearest(called, processes)));
    }
  }

  /**
   * Only guarded-action hands actions to workers, and only plans and the processes they run call
   * it: there is a step for each call then, which is what gets decided, granted and recorded.
   */
  private void guard(XmlElement root, XmlElement element) {
    boolean guard =
        root.children().stream().anyMatch(process -> GUARD.equals(process.attribute("id")));
    XmlElement.Attribute type = element.find(Vocabulary.CAMUNDA, "type");
    if (!guard && type != null && type.value().equals("external")) {
      found.add(
          Diagnostic.error(
                  "BPMN-026", type.location(), "Only " + GUARD + " hands actions to workers")
              .expecting("an action of a task network that names the operation"));
    }
    boolean ours =
        root.children().stream().anyMatch(process -> OURS.contains("" + process.attribute("id")));
    if (ours && GUARD.equals(element.attribute("calledElement"))) {
      found.add(
          Diagnostic.error("BPMN-026", element.at("calledElement"), "Only plans call " + GUARD)
              .expecting("an action of a task network that names the operation"));
    }
  }

  private void form(XmlElement element) {
    XmlElement.Attribute form = element.find(Vocabulary.CAMUNDA, "formRef");
    if (form != null && !formIds.contains(form.value())) {
      found.add(
          Diagnostic.error("BPMN-021", form.location(), "There is no form \"" + form.value() + "\"")
              .expecting("a Camunda Form " + form.value() + ".form beside the models")
              .maybe(Suggestions.nearest(form.value(), formIds)));
    }
  }

  private void result(XmlElement element) {
    variable(element.find(Vocabulary.CAMUNDA, "resultVariable"));
    element
        .all()
        .skip(1)
        .filter(e -> e.namespace().equals(Vocabulary.CAMUNDA))
        .filter(e -> e.name().equals("inputParameter") || e.name().equals("outputParameter"))
        .filter(e -> element.name().equals("extensionElements"))
        .forEach(e -> variable(e.find("", "name")));
  }

  private void variable(XmlElement.@Nullable Attribute name) {
    if (name == null) {
      return;
    }
    if (!VARIABLE.matcher(name.value()).matches()
        || Vocabulary.RESERVED_VARIABLES.contains(name.value())) {
      found.add(
          Diagnostic.error(
                  "BPMN-025",
                  name.location(),
                  "\"" + name.value() + "\" cannot be used as the name of a variable")
              .expecting("letters and digits, and none of the names that Aleff sets itself"));
    }
  }
}
