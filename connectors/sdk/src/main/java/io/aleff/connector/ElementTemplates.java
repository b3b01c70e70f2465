package io.aleff.connector;

import io.aleff.connector.ConnectorManifest.Operation;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Generates the element templates with which the Camunda Modeler (Camunda 7) offers connector
 * operations. Each is a call of the process {@code guarded-action}, which decides, asks for
 * approval and then runs the operation as a step of the run.
 *
 * <p>Each argument becomes the variable {@code argument_<name>}; lists and objects are written as
 * JSON.
 */
public final class ElementTemplates {

  /** Process that guards one action. */
  public static final String GUARDED_ACTION = "guarded-action";

  /** What the name of a variable begins with when it is an argument of the operation. */
  public static final String ARGUMENT_PREFIX = "argument_";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private ElementTemplates() {}

  /** All templates in one list, as the Modeler also accepts them. */
  public static ArrayNode generate(Collection<ConnectorManifest> manifests) {
    ArrayNode all = JSON.arrayNode();
    files(manifests).values().forEach(all::addAll);
    return all;
  }

  /** The templates by file name: {@code <connector>.json} each. */
  public static SortedMap<String, ArrayNode> files(Collection<ConnectorManifest> manifests) {
    SortedMap<String, ConnectorManifest> sorted = new TreeMap<>();
    manifests.forEach(manifest -> sorted.put(manifest.name(), manifest));
    SortedMap<String, ArrayNode> files = new TreeMap<>();
    for (ConnectorManifest manifest : sorted.values()) {
      ArrayNode templates = JSON.arrayNode();
      for (Operation operation : new TreeMap<>(manifest.operations()).values()) {
        templates.add(guardedCall(manifest, operation));
      }
      files.put(manifest.name() + ".json", templates);
    }
    return Collections.unmodifiableSortedMap(files);
  }

  private static ObjectNode guardedCall(ConnectorManifest manifest, Operation operation) {
    TemplateProperties properties = new TemplateProperties();
    properties.hidden("calledElement", GUARDED_ACTION);
    properties.hiddenIn("action", manifest.name() + "." + operation.name());
    properties.arguments(operation.input());
    ObjectNode template =
        template(
            "io.aleff.connector." + manifest.name() + "." + operation.name(),
            manifest.name() + "." + operation.name(),
            description(manifest, operation),
            "bpmn:CallActivity");
    template.set("groups", properties.groups());
    template.set("properties", properties.toJson());
    return template;
  }

  private static ObjectNode template(String id, String name, String description, String element) {
    ObjectNode template = JSON.objectNode();
    template.put("name", name).put("id", id).put("version", 1).put("description", description);
    template.putArray("appliesTo").add("bpmn:Task").add(element);
    template.putObject("elementType").put("value", element);
    return template;
  }

  private static String description(ConnectorManifest manifest, Operation operation) {
    String text =
        operation.description().isEmpty() ? manifest.description() : operation.description();
    String effect = "Effect: " + operation.reversibility().word() + ".";
    return text.isEmpty() ? effect : text + " " + effect;
  }
}
