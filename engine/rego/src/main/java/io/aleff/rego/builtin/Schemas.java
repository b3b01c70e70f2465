package io.aleff.rego.builtin;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import io.aleff.rego.value.ArrayValue;
import io.aleff.rego.value.BoolValue;
import io.aleff.rego.value.JsonValues;
import io.aleff.rego.value.NullValue;
import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** JSON Schema (draft 7 unless the schema says otherwise); nothing is loaded from outside. */
final class Schemas {

  private static final TreeSet<String> TYPES =
      new TreeSet<>(List.of("array", "boolean", "integer", "number", "null", "object", "string"));
  private static final List<String> SUBSCHEMAS =
      List.of(
          "additionalItems",
          "additionalProperties",
          "contains",
          "else",
          "if",
          "items",
          "not",
          "propertyNames",
          "then");
  private static final List<String> LISTS = List.of("allOf", "anyOf", "oneOf", "items");
  private static final List<String> MAPS =
      List.of("$defs", "definitions", "dependencies", "patternProperties", "properties");

  private Schemas() {}

  /** Made when first used. */
  private static final class Registry {
    static final SchemaRegistry SHARED = registry();
  }

  static void register(Builtins r) {
    r.add("json.verify_schema", 1, (s, a) -> verify(s, a[0]));
    r.add("json.match_schema", 2, (s, a) -> match(s, a[0], a[1]));
  }

  private static SchemaRegistry registry() {
    return SchemaRegistry.withDefaultDialect(
        SpecificationVersion.DRAFT_7,
        builder ->
            builder
                .schemaCacheEnabled(false)
                .schemaRegistryConfig(
                    SchemaRegistryConfig.builder()
                        .locale(Locale.ENGLISH)
                        .formatAssertionsEnabled(true)
                        .regularExpressionFactory(Schemas::expression)
                        .build())
                .schemaLoader(
                    loader ->
                        loader.allow(iri -> iri.toString().contains("json-schema.org/draft"))));
  }

  /** In linear time, unlike the expressions of the JDK. */
  private static com.networknt.schema.regex.RegularExpression expression(String text) {
    try {
      com.google.re2j.Pattern pattern = com.google.re2j.Pattern.compile(text);
      return value -> pattern.matcher(value).find();
    } catch (com.google.re2j.PatternSyntaxException e) {
      throw BuiltinError.value("Invalid regex pattern '" + text + "'");
    }
  }

  private static Value verify(Builtin.Scope s, Value schema) {
    try {
      schema(json(s, schema));
      return ArrayValue.of(BoolValue.TRUE, NullValue.NULL);
    } catch (BuiltinError e) {
      return ArrayValue.of(BoolValue.FALSE, StringValue.of("jsonschema: " + e.text()));
    }
  }

  private static Value match(Builtin.Scope s, Value document, Value schema) {
    JsonNode given = json(s, document);
    Schema compiled = schema(json(s, schema));
    List<Value> found = new ArrayList<>();
    List<Error> errors;
    try {
      errors = compiled.validate(given);
    } catch (SchemaException e) {
      throw BuiltinError.value(String.valueOf(e.getMessage()));
    }
    for (Error error : outerFirst(errors)) {
      s.allocate(4);
      found.add(finding(error));
    }
    return ArrayValue.of(BoolValue.of(found.isEmpty()), ArrayValue.of(found));
  }

  /** What is wrong with a value comes before what is wrong inside of it. */
  private static List<Error> outerFirst(List<Error> errors) {
    List<Error> out = new ArrayList<>(errors);
    out.sort(java.util.Comparator.comparingInt(Schemas::place));
    return out;
  }

  /** Of an array, its items come before its size. */
  private static int place(Error error) {
    int depth = 2 * error.getInstanceLocation().getNameCount();
    return switch (error.getKeyword()) {
      case "minItems", "maxItems", "uniqueItems", "contains" -> depth + 3;
      default -> depth;
    };
  }

  private static JsonNode json(Builtin.Scope s, Value value) {
    return switch (value) {
      case StringValue text -> text(s, text.value());
      case ObjectValue object -> JsonValues.to(object);
      default -> throw BuiltinError.value("wrong type, expected string or object");
    };
  }

  private static JsonNode text(Builtin.Scope s, String text) {
    try {
      return JsonValues.to(Encodings.unmarshal(s, text));
    } catch (BuiltinError e) {
      throw BuiltinError.value("invalid JSON string");
    }
  }

  private static Schema schema(JsonNode node) {
    checkTypes(node);
    try {
      Schema schema =
          Registry.SHARED.getSchema(
              SchemaLocation.of(node.path("$id").asString("urn:rego:schema")), node);
      schema.initializeValidators();
      return schema;
    } catch (SchemaException e) {
      throw BuiltinError.value(String.valueOf(e.getMessage()));
    }
  }

  private static void checkTypes(@Nullable JsonNode schema) {
    if (schema == null || !schema.isObject()) {
      return;
    }
    JsonNode type = schema.path("type");
    for (JsonNode name : type.isArray() ? type : List.of(type)) {
      if (name.isString() && !TYPES.contains(name.asString())) {
        throw BuiltinError.value(
            "has a primitive type that is NOT VALID -- given: /"
                + name.asString()
                + "/ Expected valid values are:[array boolean integer number null object string]");
      }
    }
    SUBSCHEMAS.forEach(name -> checkTypes(schema.get(name)));
    LISTS.forEach(name -> schema.path(name).forEach(Schemas::checkTypes));
    MAPS.forEach(name -> schema.path(name).forEach(Schemas::checkTypes));
  }

  private static Value finding(Error error) {
    String field = field(error.getInstanceLocation());
    String[] words = words(error);
    Map<Value, Value> out = new HashMap<>();
    out.put(StringValue.of("field"), StringValue.of(field));
    out.put(StringValue.of("type"), StringValue.of(words[0]));
    out.put(StringValue.of("desc"), StringValue.of(words[1]));
    out.put(StringValue.of("error"), StringValue.of(field + ": " + words[1]));
    return ObjectValue.of(out);
  }

  private static String field(NodePath path) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < path.getNameCount(); i++) {
      parts.add(String.valueOf(path.getElement(i)));
    }
    return parts.isEmpty() ? "(Root)" : String.join(".", parts);
  }

  /** Type and description as gojsonschema words them. */
  private static String[] words(Error error) {
    JsonNode rule = error.getSchemaNode();
    String limit = rule == null ? "" : rule.asString(rule.toString());
    String property = String.valueOf(error.getProperty());
    return switch (error.getKeyword()) {
      case "type" ->
          pair(
              "invalid_type",
              "Invalid type. Expected: "
                  + expected(rule)
                  + ", given: "
                  + given(error.getInstanceNode()));
      case "required" -> pair("required", property + " is required");
      case "enum" ->
          pair(
              "enum",
              field(error.getInstanceLocation())
                  + " must be one of the following: "
                  + values(rule));
      case "const" ->
          pair("const", field(error.getInstanceLocation()) + " does not match: " + rule);
      case "additionalProperties" ->
          pair(
              "additional_property_not_allowed",
              "Additional property " + property + " is not allowed");
      case "additionalItems" ->
          pair("array_no_additional_items", "No additional items allowed on array");
      case "minItems" -> pair("array_min_items", "Array must have at least " + limit + " items");
      case "maxItems" -> pair("array_max_items", "Array must have at most " + limit + " items");
      case "uniqueItems" -> pair("unique", "array items must be unique");
      case "contains" -> pair("contains", "At least one of the items must match");
      case "minProperties" ->
          pair("array_min_properties", "Must have at least " + limit + " properties");
      case "maxProperties" ->
          pair("array_max_properties", "Must have at most " + limit + " properties");
      case "propertyNames" ->
          pair("invalid_property_name", "Property name of \"" + property + "\" does not match");
      case "minLength" ->
          pair("string_gte", "String length must be greater than or equal to " + limit);
      case "maxLength" ->
          pair("string_lte", "String length must be less than or equal to " + limit);
      case "pattern" -> pair("pattern", "Does not match pattern '" + limit + "'");
      case "format" -> pair("format", "Does not match format '" + limit + "'");
      case "multipleOf" -> pair("multiple_of", "Must be a multiple of " + limit);
      case "minimum" -> pair("number_gte", "Must be greater than or equal to " + limit);
      case "exclusiveMinimum" -> pair("number_gt", "Must be greater than " + limit);
      case "maximum" -> pair("number_lte", "Must be less than or equal to " + limit);
      case "exclusiveMaximum" -> pair("number_lt", "Must be less than " + limit);
      case "anyOf" -> pair("number_any_of", "Must validate at least one schema (anyOf)");
      case "oneOf" -> pair("number_one_of", "Must validate one and only one schema (oneOf)");
      case "allOf" -> pair("number_all_of", "Must validate all the schemas (allOf)");
      case "not" -> pair("number_not", "Must not validate the schema (not)");
      case "dependencies" -> pair("missing_dependency", "Has a dependency on " + property);
      default -> pair(error.getKeyword(), error.getMessage());
    };
  }

  private static String[] pair(String type, String description) {
    return new String[] {type, description};
  }

  private static String expected(@Nullable JsonNode rule) {
    if (rule == null || !rule.isArray()) {
      return rule == null ? "" : rule.asString(rule.toString());
    }
    List<String> names = new ArrayList<>();
    rule.forEach(name -> names.add(name.asString(name.toString())));
    return "[" + String.join(",", names) + "]";
  }

  private static String values(@Nullable JsonNode rule) {
    List<String> texts = new ArrayList<>();
    if (rule != null) {
      rule.forEach(value -> texts.add(value.toString()));
    }
    return texts.stream().collect(Collectors.joining(", "));
  }

  private static String given(@Nullable JsonNode node) {
    if (node == null || node.isNull()) {
      return "null";
    }
    if (node.isNumber()) {
      return node.isIntegralNumber() ? "integer" : "number";
    }
    return node.getNodeType().name().toLowerCase(Locale.ROOT);
  }
}
