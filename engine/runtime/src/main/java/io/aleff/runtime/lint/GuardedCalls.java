package io.aleff.runtime.lint;

import io.aleff.connector.ConnectorManifest;
import io.aleff.definition.Diagnostic;
import io.aleff.definition.SchemaValidator;
import io.aleff.definition.SourceLocation;
import io.aleff.definition.SourceText;
import io.aleff.definition.Suggestions;
import io.aleff.runtime.action.ModelArguments;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Calls of guarded-action in models of one's own name an operation and fit its manifest. */
public final class GuardedCalls {

  private static final Pattern ID = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,50}");

  private final Map<String, ConnectorManifest.Operation> operations = new TreeMap<>();
  private final List<Diagnostic> found = new ArrayList<>();

  private GuardedCalls(Map<String, ConnectorManifest> manifests) {
    manifests
        .values()
        .forEach(
            manifest ->
                manifest
                    .operations()
                    .forEach((name, one) -> operations.put(manifest.name() + "." + name, one)));
  }

  /** What is wrong with the guarded actions of the models. */
  public static List<Diagnostic> check(
      List<SourceText> models, Map<String, ConnectorManifest> manifests) {
    GuardedCalls rules = new GuardedCalls(manifests);
    for (SourceText model : models) {
      XmlElement root = XmlSource.read(model).root();
      if (root != null) {
        root.all()
            .filter(e -> ReferenceRules.GUARD.equals(e.attribute("calledElement")))
            .forEach(call -> rules.call(root, call));
      }
    }
    return rules.found;
  }

  private void call(XmlElement root, XmlElement call) {
    String id = call.attribute("id");
    if (id != null && !ID.matcher(id).matches()) {
      error(call.at("id"), "The id of a guarded action becomes part of a step's id", ID.toString());
    }
    if (root.all().anyMatch(e -> e.name().equals("multiInstanceLoopCharacteristics"))) {
      error(call.location(), "Guarded actions do not run in multiple instances", "a loop of flows");
    }
    Map<String, XmlElement> inputs = new TreeMap<>();
    call.all()
        .filter(e -> e.is(Vocabulary.CAMUNDA, "in"))
        .filter(e -> e.attribute("target") != null)
        .forEach(e -> inputs.put("" + e.attribute("target"), e));
    XmlElement named = inputs.remove("action");
    String name = named == null ? "" : "" + named.attribute("sourceExpression");
    ConnectorManifest.Operation operation = operations.get(name);
    if (operation == null) {
      found.add(
          Diagnostic.error(
                  "BPMN-027",
                  named == null ? call.location() : named.at("sourceExpression"),
                  "A guarded action without an operation: \"" + name + "\"")
              .expecting(
                  "camunda:in with target \"action\" and one of "
                      + String.join(", ", operations.keySet()))
              .maybe(Suggestions.nearest(name, operations.keySet())));
      return;
    }
    inputs.forEach((target, input) -> input(target, input, operation));
    for (JsonNode required : operation.input().path("required")) {
      String target = ModelArguments.PREFIX + required.asString("");
      if (!inputs.containsKey(target) || "".equals(literal(inputs.get(target)))) {
        error(
            call.location(),
            name + " needs the argument \"" + required.asString("") + "\"",
            "camunda:in with target \"" + target + "\"");
      }
    }
  }

  private void input(String target, XmlElement input, ConnectorManifest.Operation operation) {
    JsonNode properties = operation.input().path("properties");
    Set<String> known = new TreeSet<>();
    properties.propertyNames().forEach(name -> known.add(ModelArguments.PREFIX + name));
    if (!known.contains(target)) {
      found.add(
          Diagnostic.error(
                  "BPMN-027", input.at("target"), "\"" + target + "\" is no argument of it")
              .expecting("one of " + String.join(", ", known))
              .maybe(Suggestions.nearest(target, known)));
      return;
    }
    String text = literal(input);
    if (text == null || text.isEmpty()) {
      return;
    }
    SourceLocation where = input.at("sourceExpression");
    JsonNode schema = properties.path(target.substring(ModelArguments.PREFIX.length()));
    JsonNode value = ModelArguments.value(schema, text);
    if (value == null) {
      error(where, "\"" + text + "\" is not JSON", "JSON of type " + schema.path("type"));
      return;
    }
    SchemaValidator.of(schema)
        .validate(value, where)
        .forEach(problem -> error(where, problem.message(), problem.expected()));
  }

  /** Null when the value is only known when the process is there. */
  private static @Nullable String literal(@Nullable XmlElement input) {
    if (input == null || input.attribute("source") != null) {
      return input == null ? "" : null;
    }
    String text = input.attribute("sourceExpression");
    if (text == null) {
      return "";
    }
    return text.contains("${") || text.contains("#{") ? null : text;
  }

  private void error(SourceLocation where, String message, @Nullable String expected) {
    found.add(
        Diagnostic.error("BPMN-027", where, message)
            .expecting(expected == null ? "a value of its schema" : expected));
  }
}
