package io.aleff.rego.types;

import io.aleff.rego.value.ArrayValue;
import io.aleff.rego.value.BoolValue;
import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a JSON Schema that make types.
 *
 * @param ref where the schema is; then nothing else counts
 * @param each whether all items of an array have the first of {@code items}
 */
record SchemaNode(
    @Nullable String ref,
    Set<String> types,
    Map<String, Value> properties,
    List<Value> items,
    boolean each,
    List<Value> anyOf,
    List<Value> allOf) {

  private static final Set<String> TYPES =
      Set.of("array", "boolean", "integer", "null", "number", "object", "string");

  static SchemaNode of(Value schema) throws SchemaProblem {
    if (schema instanceof BoolValue) {
      return new SchemaNode(null, Set.of(), Map.of(), List.of(), false, List.of(), List.of());
    }
    if (!(schema instanceof ObjectValue object)) {
      throw compiling("a schema must be an object or a boolean, but this is " + schema.typeName());
    }
    Value ref = object.get("$ref");
    if (ref != null && !(ref instanceof StringValue)) {
      throw compiling("$ref must be a string, but is " + ref.typeName());
    }
    Value items = object.get("items");
    return new SchemaNode(
        ref instanceof StringValue text ? text.value() : null,
        types(object.get("type")),
        properties(object.get("properties")),
        items instanceof ArrayValue all
            ? all.elements()
            : items == null ? List.of() : List.of(items),
        items != null && !(items instanceof ArrayValue),
        list(object, "anyOf"),
        list(object, "allOf"));
  }

  private static Set<String> types(@Nullable Value type) throws SchemaProblem {
    List<Value> given =
        type instanceof ArrayValue all ? all.elements() : type == null ? List.of() : List.of(type);
    Set<String> out = new LinkedHashSet<>();
    for (Value one : given) {
      if (!(one instanceof StringValue name) || !TYPES.contains(name.value())) {
        throw compiling(
            "has a primitive type that is NOT VALID -- given: /"
                + (one instanceof StringValue s ? s.value() : one)
                + "/ Expected valid values are:[array boolean integer null number object string]");
      }
      out.add(name.value());
    }
    return out;
  }

  private static Map<String, Value> properties(@Nullable Value properties) throws SchemaProblem {
    if (properties == null) {
      return Map.of();
    }
    if (!(properties instanceof ObjectValue object)) {
      throw compiling("properties must be an object, but is " + properties.typeName());
    }
    Map<String, Value> out = new LinkedHashMap<>();
    for (Value key : object.sortedKeys()) {
      Value value = object.get(key);
      if (key instanceof StringValue name && value != null) {
        out.put(name.value(), value);
      }
    }
    return out;
  }

  private static List<Value> list(ObjectValue schema, String name) throws SchemaProblem {
    Value value = schema.get(name);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof ArrayValue all) || all.size() == 0) {
      throw compiling(name + " must be an array that is not empty");
    }
    return all.elements();
  }

  private static SchemaProblem compiling(String message) {
    return new SchemaProblem("unable to compile the schema: " + message);
  }

  /** The same with the type its properties or items imply, when it says none. */
  SchemaNode implied() {
    String type = !properties.isEmpty() ? "object" : !items.isEmpty() ? "array" : null;
    if (type == null || types.contains(type)) {
      return this;
    }
    Set<String> all = new LinkedHashSet<>(types);
    all.add(type);
    return new SchemaNode(ref, all, properties, items, each, anyOf, allOf);
  }

  SchemaNode without(boolean anyOfs, boolean allOfs) {
    return new SchemaNode(
        ref,
        types,
        properties,
        items,
        each,
        anyOfs ? List.of() : anyOf,
        allOfs ? List.of() : allOf);
  }

  /** Both at once: properties and items of both. */
  SchemaNode and(SchemaNode other) throws SchemaProblem {
    if (!types.equals(other.types)) {
      throw new SchemaProblem(
          "type checking: unable to merge these schemas: type mismatch: "
              + String.join(",", types)
              + " and "
              + String.join(",", other.types));
    }
    Map<String, Value> allProperties = new LinkedHashMap<>(properties);
    List<Value> allItems = new ArrayList<>(items);
    if (types.contains("object") && !properties.isEmpty()) {
      other.properties.forEach(allProperties::putIfAbsent);
    } else if (types.contains("array") && !items.isEmpty()) {
      for (int i = 0; i < other.items.size(); i++) {
        Value item = other.items.get(i);
        if (i >= allItems.size()) {
          allItems.add(item);
        } else if (!of(allItems.get(i)).types.equals(of(item).types)) {
          throw new SchemaProblem("type checking: unable to merge these schemas");
        }
      }
    }
    return new SchemaNode(ref, types, allProperties, allItems, each, anyOf, allOf);
  }
}
