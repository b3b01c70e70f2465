package io.aleff.definition;

import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Says in the words of an author what a JSON Schema validator found. */
final class SchemaFindings {

  private final JsonNode schema;

  SchemaFindings(JsonNode schema) {
    this.schema = schema;
  }

  List<Diagnostic> of(List<Error> errors, YamlNode root) {
    Set<Diagnostic> found = new LinkedHashSet<>();
    errors.forEach(error -> found.add(explain(error, place(error, root), "")));
    return found.stream().sorted((a, b) -> a.location().compareTo(b.location())).toList();
  }

  List<Diagnostic> of(List<Error> errors, SourceLocation at) {
    Set<Diagnostic> found = new LinkedHashSet<>();
    errors.forEach(
        error ->
            found.add(explain(error, at, "At " + pointer(error.getInstanceLocation()) + ": ")));
    return List.copyOf(found);
  }

  private Diagnostic explain(Error error, SourceLocation at, String where) {
    String property = String.valueOf(error.getProperty());
    return switch (error.getKeyword()) {
      case "additionalProperties", "unevaluatedProperties" ->
          unknownKey(error, property, at, where);
      case "required", "dependentRequired" ->
          Diagnostic.error("SCHEMA-002", at, where + "The key \"" + property + "\" is missing.");
      case "type" -> wrongType(error, at, where);
      case "enum", "const" -> wrongValue(error, at, where);
      case "pattern", "format" -> wrongForm(error, at, where);
      default -> Diagnostic.error("SCHEMA-006", at, where + sentence(plain(error.getMessage())));
    };
  }

  private Diagnostic unknownKey(Error error, String key, SourceLocation at, String where) {
    Collection<String> known = siblings(error);
    Diagnostic found =
        Diagnostic.error("SCHEMA-001", at, where + "The key \"" + key + "\" is not known here.");
    if (known.isEmpty()) {
      return found;
    }
    return found
        .expecting(known.stream().sorted().collect(Collectors.joining(", ")))
        .maybe(Suggestions.nearest(key, known));
  }

  private static Diagnostic wrongType(Error error, SourceLocation at, String where) {
    JsonNode instance = error.getInstanceNode();
    String expected = words(error.getSchemaNode());
    Diagnostic found =
        Diagnostic.error(
                "SCHEMA-003", at, where + sentence(shown(instance) + " should be " + expected))
            .expecting(expected);
    String text = instance == null ? "" : instance.asString("").toLowerCase(Locale.ROOT);
    if (expected.contains("true or false") && Set.of("yes", "on", "y").contains(text)) {
      return found.maybe("true");
    }
    return expected.contains("true or false") && Set.of("no", "off", "n").contains(text)
        ? found.maybe("false")
        : found;
  }

  private static Diagnostic wrongValue(Error error, SourceLocation at, String where) {
    List<String> allowed = new ArrayList<>();
    JsonNode node = error.getSchemaNode();
    if (node != null && node.isArray() && error.getKeyword().equals("enum")) {
      node.forEach(value -> allowed.add(value.asString(value.toString())));
    } else if (node != null) {
      allowed.add(node.asString(node.toString()));
    }
    JsonNode instance = error.getInstanceNode();
    String given = instance == null ? "" : instance.asString(instance.toString());
    return Diagnostic.error(
            "SCHEMA-004", at, where + sentence(shown(instance) + " is not allowed here"))
        .expecting(String.join(", ", allowed))
        .maybe(Suggestions.nearest(given, allowed));
  }

  /** A schema's {@code description} says what a form means; a regular expression does not. */
  private Diagnostic wrongForm(Error error, SourceLocation at, String where) {
    JsonNode rule = error.getSchemaNode();
    String form = rule == null ? "" : rule.asString("");
    String description = owner(error).path("description").asString("");
    return Diagnostic.error(
            "SCHEMA-005",
            at,
            where + sentence(shown(error.getInstanceNode()) + " has the wrong form"))
        .expecting(description.isEmpty() ? form : description);
  }

  /** The schema object that holds the violated keyword. */
  private JsonNode owner(Error error) {
    NodePath path = error.getSchemaLocation().getFragment();
    JsonNode here = schema;
    for (int i = 0; i < path.getNameCount() - 1; i++) {
      Object step = path.getElement(i);
      here = step instanceof Integer index ? here.path(index) : here.path(String.valueOf(step));
    }
    return here;
  }

  private Collection<String> siblings(Error error) {
    return owner(error).path("properties").propertyNames();
  }

  private static SourceLocation place(Error error, YamlNode root) {
    YamlNode at = nearest(root, error.getInstanceLocation());
    boolean aboutKey =
        Set.of("additionalProperties", "unevaluatedProperties", "propertyNames")
            .contains(error.getKeyword());
    if (aboutKey && at instanceof YamlNode.MappingNode mapping && error.getProperty() != null) {
      return mapping.keyLocation(error.getProperty());
    }
    return at.location();
  }

  /** The value at this path, or the nearest one around it. */
  static YamlNode nearest(YamlNode root, NodePath path) {
    YamlNode here = root;
    for (int i = 0; i < path.getNameCount(); i++) {
      YamlNode next = here.at(String.valueOf(path.getElement(i)));
      if (next == null) {
        return here;
      }
      here = next;
    }
    return here;
  }

  private static String pointer(NodePath path) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < path.getNameCount(); i++) {
      out.append('/').append(path.getElement(i));
    }
    return out.isEmpty() ? "the top" : out.toString();
  }

  private static String shown(@Nullable JsonNode value) {
    if (value == null) {
      return "the value";
    }
    return switch (value.getNodeType()) {
      case OBJECT -> "a mapping";
      case ARRAY -> "a list";
      case NULL, MISSING -> "an empty value";
      default -> clipped(value.toString());
    };
  }

  private static String clipped(String text) {
    return text.length() <= 60 ? text : text.substring(0, 59) + "…";
  }

  private static String words(@Nullable JsonNode type) {
    if (type == null) {
      return "another type";
    }
    List<String> types = new ArrayList<>();
    if (type.isArray()) {
      type.forEach(t -> types.add(word(t.asString(""))));
    } else {
      types.add(word(type.asString("")));
    }
    return String.join(" or ", types);
  }

  private static String word(String type) {
    return switch (type) {
      case "object" -> "a mapping";
      case "array" -> "a list";
      case "string" -> "a text";
      case "integer" -> "a whole number";
      case "number" -> "a number";
      case "boolean" -> "true or false";
      case "null" -> "empty";
      default -> type;
    };
  }

  static String plain(String message) {
    return message.strip().replaceAll("\\.$", "");
  }

  private static String sentence(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".";
  }
}
