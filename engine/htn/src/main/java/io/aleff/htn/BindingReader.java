package io.aleff.htn;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceLocation;
import io.aleff.definition.Suggestions;
import io.aleff.definition.YamlNode;
import io.aleff.definition.YamlNode.MappingNode;
import io.aleff.definition.YamlNode.ScalarNode;
import io.aleff.definition.YamlNode.SequenceNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads how an action is carried out, and checks every placeholder in it. */
final class BindingReader {

  /** Names before the dot that the runtime fills in when a step starts. */
  static final Set<String> RUNTIME = Set.of("failure", "run", "output", "goal");

  /** What is known of a failure: names after {@code failure.}. */
  static final List<String> FAILURE =
      List.of(
          "step",
          "action",
          "code",
          "message",
          "strategy",
          "attempt",
          "source",
          "output",
          "tried",
          "report");

  private static final List<String> KEYS =
      List.of("connector", "process", "input", "output", "repair");

  private final Findings findings;
  private final RepairReader repairs;

  BindingReader(Findings findings) {
    this.findings = findings;
    repairs = new RepairReader(this, findings);
  }

  /** Connector and operation. */
  record Operation(String connector, String name) {}

  /**
   * @param key {@code run} or {@code undo}
   */
  @Nullable Binding read(String key, @Nullable YamlNode node, Scope scope) {
    Fields fields = Fields.of(node, "run or undo", KEYS, findings);
    if (fields == null) {
      return null;
    }
    ObjectNode input = input(fields, scope);
    String connector = fields.text("connector");
    String process = fields.text("process");
    if ((connector == null) == (process == null)) {
      findings.add(
          Diagnostic.error("HTN-030", fields.location(), "It is not said what runs.")
              .expecting("either connector: name.operation or process: id"));
      return null;
    }
    RepairLoop repair = repair(key, fields, scope);
    if (process != null || connector == null) {
      return new Binding.OfProcess("" + process, input);
    }
    Operation operation = operation(connector, fields.key("connector"));
    if (operation == null) {
      return null;
    }
    Binding.OfConnector binding =
        new Binding.OfConnector(
            operation.connector(), operation.name(), input, output(fields, scope), repair);
    repairs.different(binding);
    return binding;
  }

  private @Nullable RepairLoop repair(String key, Fields fields, Scope scope) {
    if (fields.has("repair") && (fields.has("process") || !key.equals("run"))) {
      findings.add(
          Diagnostic.error(
                  "HTN-038",
                  fields.key("repair"),
                  fields.has("process")
                      ? "A process repairs itself in its own model."
                      : "What undoes an action is not repaired.")
              .expecting("repair only beside connector, under run"));
      return null;
    }
    return repairs.read(fields.get("repair"), scope);
  }

  /** Null when it names none; that is a finding then. */
  @Nullable Operation operation(String text, SourceLocation place) {
    int dot = text.lastIndexOf('.');
    if (dot <= 0 || dot == text.length() - 1) {
      findings.add(
          Diagnostic.error("HTN-030", place, "\"" + text + "\" names no operation.")
              .expecting("connector.operation, as in code.python"));
      return null;
    }
    return new Operation(text.substring(0, dot), text.substring(dot + 1));
  }

  private ObjectNode input(Fields fields, Scope scope) {
    YamlNode node = fields.get("input");
    if (node instanceof MappingNode mapping) {
      check(mapping, scope);
      return mapping.toJson();
    }
    Fields.wrongShape(node, "\"input\"", "a mapping", findings);
    return JsonNodeFactory.instance.objectNode();
  }

  private Map<String, String> output(Fields fields, Scope scope) {
    Map<String, String> output = new LinkedHashMap<>();
    fields
        .named("output")
        .forEach(
            (name, node) -> {
              check(node, scope);
              if (node instanceof ScalarNode scalar) {
                output.put(name, scalar.text());
              } else {
                Fields.wrongShape(node, "\"" + name + "\"", "a workspace path", findings);
              }
            });
    return output;
  }

  void check(YamlNode node, Scope scope) {
    switch (node) {
      case MappingNode mapping ->
          mapping
              .entries()
              .forEach(
                  (key, entry) -> {
                    check(key, entry.keyLocation(), scope);
                    check(entry.value(), scope);
                  });
      case SequenceNode sequence -> sequence.items().forEach(item -> check(item, scope));
      case ScalarNode scalar -> check(scalar.text(), scalar.location(), scope);
    }
  }

  private void check(String text, SourceLocation place, Scope scope) {
    Matcher placeholder = Placeholders.PATTERN.matcher(text);
    while (placeholder.find()) {
      String name = placeholder.group(1);
      int dot = name.indexOf('.');
      boolean known = dot < 0 ? scope.type(name) != null : RUNTIME.contains(name.substring(0, dot));
      if (!known && scope.type(name) == null) {
        List<String> candidates = new ArrayList<>(scope.names());
        RUNTIME.stream().sorted().forEach(candidates::add);
        findings.add(
            Diagnostic.error("HTN-031", place, "Nothing fills in ${" + name + "}.")
                .expecting("a parameter, or failure.…, run.…, output.… or goal.…")
                .maybe(Suggestions.nearest(dot < 0 ? name : name.substring(0, dot), candidates)));
      } else if (name.startsWith("failure.") && !FAILURE.contains(name.substring(dot + 1))) {
        findings.add(
            Diagnostic.error("HTN-031", place, "Nothing fills in ${" + name + "}.")
                .expecting("failure. and one of " + String.join(", ", FAILURE))
                .maybe(Suggestions.nearest(name.substring(dot + 1), FAILURE)));
      }
    }
  }
}
