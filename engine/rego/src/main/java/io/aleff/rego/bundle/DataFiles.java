package io.aleff.rego.bundle;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.Json;
import io.aleff.definition.SourceLocation;
import io.aleff.rego.value.JsonValues;
import io.aleff.rego.value.YamlValues;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Joins data files, JSON or YAML, into the base documents. */
public final class DataFiles {

  private final ObjectNode documents = JsonNodeFactory.instance.objectNode();
  private final List<Diagnostic> errors;

  /**
   * @param errors where what is wrong is added
   */
  public DataFiles(List<Diagnostic> errors) {
    this.errors = errors;
  }

  /** Whether a file of a bundle holds data. */
  static boolean isData(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return name.equals("data.json") || name.equals("data.yaml") || name.equals("data.yml");
  }

  /** Everything that was added. */
  public ObjectNode documents() {
    return documents;
  }

  /** A file, whose folder says where in {@code data} it belongs. */
  void add(String path, byte[] bytes) {
    JsonNode node = parse(path, bytes, errors);
    int slash = path.lastIndexOf('/');
    if (node != null) {
      add(slash < 0 ? List.of() : List.of(path.substring(0, slash).split("/", -1)), node, path);
    }
  }

  /**
   * @param folder the keys under {@code data}
   * @param origin the file, for messages
   */
  public void add(List<String> folder, JsonNode node, String origin) {
    JsonNode placed = node;
    for (int i = folder.size() - 1; i >= 0; i--) {
      placed = JsonNodeFactory.instance.objectNode().set(folder.get(i), placed);
    }
    if (placed instanceof ObjectNode object) {
      merge(object, origin);
    } else {
      errors.add(
          error(origin, "The file holds no object, so it cannot be the root of the data.")
              .expecting("an object, or a place in a folder"));
    }
  }

  /** Adds documents; the same place may be filled once. */
  public void merge(ObjectNode added, String origin) {
    merge(documents, added, "", origin);
  }

  private void merge(ObjectNode into, ObjectNode added, String path, String origin) {
    for (Map.Entry<String, JsonNode> entry : added.properties()) {
      JsonNode present = into.get(entry.getKey());
      String place = path + "/" + entry.getKey();
      if (present == null) {
        into.set(entry.getKey(), entry.getValue().deepCopy());
      } else if (present instanceof ObjectNode a && entry.getValue() instanceof ObjectNode b) {
        merge(a, b, place, origin);
      } else {
        errors.add(error(origin, "Two data files say what is at " + place + "."));
      }
    }
  }

  /** A JSON or YAML file, or null with an error. */
  public static @Nullable JsonNode parse(String path, byte[] bytes, List<Diagnostic> errors) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (path.endsWith(".yaml") || path.endsWith(".yml")) {
      try {
        return JsonValues.to(YamlValues.read(text));
      } catch (YamlValues.Problem e) {
        errors.add(
            Diagnostic.error(
                "OPA-BUNDLE-008",
                new SourceLocation(path, e.line(), 1),
                "The file is not YAML: " + e.text()));
        return null;
      }
    }
    try {
      return Json.MAPPER.readTree(text);
    } catch (JacksonException e) {
      int line = e.getLocation() == null ? 1 : Math.max(e.getLocation().getLineNr(), 1);
      int column = e.getLocation() == null ? 1 : Math.max(e.getLocation().getColumnNr(), 1);
      errors.add(
          Diagnostic.error(
              "OPA-BUNDLE-008",
              new SourceLocation(path, line, column),
              "The file is not JSON: " + e.getOriginalMessage()));
      return null;
    }
  }

  private static Diagnostic error(String path, String message) {
    return Diagnostic.error("OPA-BUNDLE-008", new SourceLocation(path, 1, 1), message);
  }
}
