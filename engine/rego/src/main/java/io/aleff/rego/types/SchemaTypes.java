package io.aleff.rego.types;

import io.aleff.rego.value.ArrayValue;
import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Types from JSON Schemas, as OPA makes them: {@code type}, {@code properties}, {@code items},
 * {@code anyOf}, {@code allOf} and references inside of the document count. References that reach
 * out are errors.
 *
 * <p>A schema that refers to itself is followed a few levels; below that anything may be.
 */
public final class SchemaTypes {

  /** Levels tried for a schema that refers to itself, until the type is small enough. */
  private static final int[] LEVELS = {4, 2, 1, 0};

  private static final int MOST_SCHEMAS = 20_000;
  private static final int DEEPEST = 200;

  private final Value root;
  private final int levels;
  private final Map<String, Integer> open = new HashMap<>();
  private int schemas;
  private int depth;

  private SchemaTypes(Value root, int levels) {
    this.root = root;
    this.levels = levels;
  }

  /** A schema with more parts than that would be any type, which is no use and costs much. */
  private static final class TooLarge extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLarge() {
      super(null, null, false, false);
    }
  }

  /** The type of what is valid; {@link Type#ANY} for schemas that are too large. */
  public static Type of(Value schema) throws SchemaProblem {
    Type type = Type.ANY;
    for (int i = 0; i < LEVELS.length && Types.isAny(type); i++) {
      SchemaTypes types = new SchemaTypes(schema, LEVELS[i]);
      try {
        type = types.type(schema);
      } catch (TooLarge e) {
        type = Type.ANY;
        continue;
      }
      if (types.schemas < Types.MOST) {
        return type;
      }
    }
    return type;
  }

  private Type type(Value schema) throws SchemaProblem {
    if (++schemas > MOST_SCHEMAS || ++depth > DEEPEST) {
      throw new TooLarge();
    }
    SchemaNode node = SchemaNode.of(schema);
    Type type = node.ref() == null ? type(node) : referred(node.ref());
    depth--;
    return type;
  }

  private Type referred(String ref) throws SchemaProblem {
    int times = open.getOrDefault(ref, 0);
    if (times > levels) {
      return Type.ANY;
    }
    open.put(ref, times + 1);
    Type type = type(target(ref));
    open.put(ref, times);
    return type;
  }

  private Value target(String ref) throws SchemaProblem {
    if (!ref.startsWith("#")) {
      throw new SchemaProblem(
          "unable to compile the schema: remote reference loading disabled: " + ref);
    }
    Value at = root;
    String pointer =
        URLDecoder.decode(ref.substring(1).replace("+", "%2B"), StandardCharsets.UTF_8);
    if (pointer.isEmpty()) {
      return at;
    }
    for (String part : pointer.substring(pointer.startsWith("/") ? 1 : 0).split("/", -1)) {
      Value next = step(at, part.replace("~1", "/").replace("~0", "~"));
      if (next == null) {
        throw new SchemaProblem("unable to compile the schema: Object has no key '" + part + "'");
      }
      at = next;
    }
    return at;
  }

  private static @Nullable Value step(Value at, String part) {
    return switch (at) {
      case ObjectValue object -> object.get(part);
      case ArrayValue array when part.matches("[0-9]{1,6}") -> {
        int i = Integer.parseInt(part);
        yield i < array.size() ? array.get(i) : null;
      }
      default -> null;
    };
  }

  private Type type(SchemaNode node) throws SchemaProblem {
    if (!node.anyOf().isEmpty()) {
      return anyOf(node);
    }
    if (!node.allOf().isEmpty()) {
      return allOf(node);
    }
    SchemaNode implied = node.types().isEmpty() ? node.implied() : node;
    if (implied.types().contains("boolean")) {
      return Type.Scalar.BOOLEAN;
    }
    if (implied.types().contains("string")) {
      return Type.Scalar.STRING;
    }
    if (implied.types().contains("integer") || implied.types().contains("number")) {
      return Type.Scalar.NUMBER;
    }
    if (implied.types().contains("object")) {
      return object(implied);
    }
    return implied.types().contains("array") ? array(implied) : Type.ANY;
  }

  private Type anyOf(SchemaNode node) throws SchemaProblem {
    Type type = null;
    if (!node.types().isEmpty()
        && type(node.without(true, false)) instanceof Type.Entries object
        && object.others() == null) {
      type = object;
    }
    for (Value one : node.anyOf()) {
      type = Types.or(type(one), type);
    }
    return type == null ? Type.ANY : type;
  }

  private Type allOf(SchemaNode node) throws SchemaProblem {
    SchemaNode merged = null;
    for (Value one : node.allOf()) {
      SchemaNode next = resolved(one).implied();
      merged = merged == null ? next : merged.and(next);
    }
    SchemaNode own = node.without(true, true);
    if (merged == null || own.types().isEmpty()) {
      return type(merged == null ? own : merged);
    }
    boolean both =
        (own.types().contains("object") && merged.types().contains("object"))
            || (own.types().contains("array") && merged.types().contains("array"));
    if (both) {
      return type(merged.and(own));
    }
    if (!own.types().equals(merged.types())) {
      throw new SchemaProblem("type checking: unable to merge these schemas");
    }
    return type(merged);
  }

  /** A schema, or the one it refers to. */
  private SchemaNode resolved(Value schema) throws SchemaProblem {
    SchemaNode node = SchemaNode.of(schema);
    for (int i = 0; node.ref() != null; i++) {
      if (i > DEEPEST) {
        throw new SchemaProblem("a reference leads back to itself: " + node.ref());
      }
      node = SchemaNode.of(target(node.ref()));
    }
    return node;
  }

  private Type object(SchemaNode node) throws SchemaProblem {
    Map<Value, @Nullable Type> fixed = new TreeMap<>();
    for (Map.Entry<String, Value> property : node.properties().entrySet()) {
      fixed.put(StringValue.of(property.getKey()), type(property.getValue()));
    }
    return fixed.isEmpty() ? Types.object(Type.ANY, Type.ANY) : Types.object(fixed, null);
  }

  private Type array(SchemaNode node) throws SchemaProblem {
    if (node.items().isEmpty()) {
      return Types.array(List.of(), Type.ANY);
    }
    if (node.each()) {
      return Types.array(List.of(), type(node.items().getFirst()));
    }
    List<@Nullable Type> items = new ArrayList<>();
    for (Value item : node.items()) {
      items.add(type(item));
    }
    return Types.array(items, null);
  }
}
