package io.aleff.runtime.lint;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceLocation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One executable process a file, unique ids, an end of life for its history. */
final class StructureRules {

  private final List<Diagnostic> found;

  StructureRules(List<Diagnostic> found) {
    this.found = found;
  }

  void check(XmlElement root) {
    List<XmlElement> processes =
        root.children().stream().filter(e -> e.is(Vocabulary.BPMN, "process")).toList();
    if (processes.isEmpty()) {
      error("BPMN-016", root.location(), "There is no process in the file", "exactly one process");
    }
    processes.stream()
        .skip(1)
        .forEach(
            extra ->
                error(
                    "BPMN-016",
                    extra.location(),
                    "A second process in the same file",
                    "one file for each process"));
    processes.forEach(this::process);
    ids(root);
  }

  private void process(XmlElement process) {
    if (!"true".equals(process.attribute("isExecutable"))) {
      error(
          "BPMN-020",
          process.at("isExecutable"),
          "The process is not executable",
          "isExecutable=\"true\"");
    }
    if (process.find(Vocabulary.CAMUNDA, "historyTimeToLive") == null) {
      error(
          "BPMN-013",
          process.location(),
          "The process does not say how long its history is kept",
          "camunda:historyTimeToLive, for example \"P30D\"");
    }
    process.all().filter(e -> e.is(Vocabulary.BPMN, "serviceTask")).forEach(this::serviceTask);
  }

  private void serviceTask(XmlElement task) {
    XmlElement.Attribute type = task.find(Vocabulary.CAMUNDA, "type");
    boolean external = type != null && type.value().equals("external");
    if (type != null && !external) {
      error(
          "BPMN-019",
          type.location(),
          "Service tasks of type \"" + type.value() + "\" do not run",
          "type \"external\"");
    }
    XmlElement.Attribute topic = task.find(Vocabulary.CAMUNDA, "topic");
    if (external && (topic == null || !Vocabulary.TOPICS.contains(topic.value()))) {
      error(
          "BPMN-014",
          topic == null ? task.location() : topic.location(),
          topic == null
              ? "An external task without a topic"
              : "Nobody works on the topic \"" + topic.value() + "\"",
          "one of " + String.join(", ", Vocabulary.TOPICS));
    }
    if (!external && task.find(Vocabulary.CAMUNDA, "expression") == null) {
      error(
          "BPMN-019",
          task.location(),
          "The service task \"" + task.attribute("id") + "\" does nothing",
          "camunda:expression with a function of aleff, or type \"external\"");
    }
  }

  private void ids(XmlElement root) {
    Map<String, SourceLocation> seen = new HashMap<>();
    root.all()
        .filter(e -> e.attribute("id") != null)
        .forEach(
            e -> {
              String id = e.attribute("id");
              SourceLocation first = seen.putIfAbsent(id == null ? "" : id, e.at("id"));
              if (first != null) {
                error(
                    "BPMN-017",
                    e.at("id"),
                    "The id \"" + id + "\" is taken on line " + first.line(),
                    "an id of its own");
              }
            });
    root.all()
        .filter(e -> e.namespace().equals(Vocabulary.BPMN))
        .filter(e -> Vocabulary.FLOW_NODES.contains(e.name()) || e.name().equals("sequenceFlow"))
        .filter(e -> e.attribute("id") == null)
        .forEach(e -> error("BPMN-017", e.location(), "An element without an id", "an id"));
  }

  private void error(String code, SourceLocation where, String message, String expected) {
    found.add(Diagnostic.error(code, where, message).expecting(expected));
  }
}
