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

  private static final List<String> KEYS = List.of("connector", "process", "input", "output");

  private final Findings findings;

  BindingReader(Findings findings) {
    this.findings = findings;
  }

  @Nullable Binding read(@Nullable YamlNode node, Scope scope) {
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
    if (process != null) {
      return new Binding.OfProcess(process, input);
    }
    int dot = connector == null ? -1 : connector.lastIndexOf('.');
    if (connector == null || dot <= 0 || dot == connector.length() - 1) {
      findings.add(
          Diagnostic.error(
                  "HTN-030", fields.key("connector"), "\"" + connector + "\" names no operation.")
              .expecting("connector.operation, as in code.python"));
      return null;
    }
    return new Binding.OfConnector(
        connector.substring(0, dot), connector.substring(dot + 1), input, output(fields, scope));
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

  private void check(YamlNode node, Scope scope) {
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
      }
    }
  }
}
