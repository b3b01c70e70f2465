package io.aleff.rego.value;

import io.aleff.definition.Json;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Values from and to JSON trees. */
public final class JsonValues {

  private static final JsonNodeFactory NODES = Json.MAPPER.getNodeFactory();

  private JsonValues() {}

  /** The value of a tree, or null for an absent one. */
  public static @Nullable Value fromNullable(@Nullable JsonNode node) {
    return node == null || node.isMissingNode() ? null : from(node);
  }

  public static Value from(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> object(node);
      case ARRAY -> {
        List<Value> out = new ArrayList<>(node.size());
        for (JsonNode child : node) {
          out.add(from(child));
        }
        yield ArrayValue.of(out);
      }
      case STRING -> StringValue.of(node.stringValue());
      case BOOLEAN -> BoolValue.of(node.booleanValue());
      case NUMBER -> number(node);
      case NULL, MISSING -> NullValue.NULL;
      case BINARY, POJO -> StringValue.of(node.asString());
    };
  }

  private static Value object(JsonNode node) {
    Map<Value, Value> out = HashMap.newHashMap(node.size());
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      out.put(StringValue.of(entry.getKey()), from(entry.getValue()));
    }
    return ObjectValue.of(out);
  }

  private static Value number(JsonNode node) {
    if (node.isInt() || node.isLong() || node.isShort()) {
      return NumberValue.of(node.longValue());
    }
    if (node.isBigInteger()) {
      return NumberValue.of(node.bigIntegerValue());
    }
    if (node.isBigDecimal()) {
      return NumberValue.of(node.decimalValue());
    }
    double d = node.doubleValue();
    return Double.isFinite(d) ? NumberValue.parse(node.asString()) : NullValue.NULL;
  }

  /** Sets become arrays in sorted order; keys that are no strings are printed as Rego. */
  public static JsonNode to(Value value) {
    return switch (value) {
      case NullValue n -> NODES.nullNode();
      case BoolValue b -> NODES.booleanNode(b.value());
      case NumberValue n -> number(n);
      case StringValue s -> NODES.stringNode(s.value());
      case ArrayValue a -> array(a.elements());
      case SetValue s -> array(s.sorted());
      case ObjectValue o -> {
        ObjectNode out = NODES.objectNode();
        for (Value key : o.sortedKeys()) {
          out.set(key instanceof StringValue s ? s.value() : keyText(key), to(o.require(key)));
        }
        yield out;
      }
    };
  }

  private static String keyText(Value key) {
    return write(key);
  }

  private static JsonNode number(NumberValue n) {
    if (n.isLong()) {
      long value = n.longValue();
      boolean small = value >= Integer.MIN_VALUE && value <= Integer.MAX_VALUE;
      return small ? NODES.numberNode((int) value) : NODES.numberNode(value);
    }
    BigInteger whole = n.decimal().scale() == 0 ? n.integer() : null;
    return whole != null ? NODES.numberNode(whole) : NODES.numberNode(n.decimal());
  }

  private static ArrayNode array(List<Value> values) {
    ArrayNode out = NODES.arrayNode(values.size());
    for (Value value : values) {
      out.add(to(value));
    }
    return out;
  }

  /** Compact JSON text, keys sorted, with the escapes Go's encoder uses. */
  public static String write(Value value) {
    StringBuilder out = new StringBuilder();
    JsonWriter.write(value, out, null, "", "");
    return out.toString();
  }
}
