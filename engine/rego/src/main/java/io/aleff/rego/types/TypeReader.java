package io.aleff.rego.types;

import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads types as {@link TypeText} writes them. */
final class TypeReader {

  private final String text;
  private int at;

  private TypeReader(String text) {
    this.text = text;
  }

  static Type read(String text) {
    TypeReader reader = new TypeReader(text);
    Type type = reader.type();
    if (reader.at != text.length()) {
      throw new IllegalStateException("not a type: " + text);
    }
    return type;
  }

  private Type type() {
    String name = word();
    return switch (name) {
      case "null" -> Type.Scalar.NULL;
      case "boolean" -> Type.Scalar.BOOLEAN;
      case "number" -> Type.Scalar.NUMBER;
      case "string" -> Type.Scalar.STRING;
      case "any" -> union();
      case "array" -> {
        List<@Nullable Type> items = new ArrayList<>(listed());
        yield Types.array(items, skip("[") ? closed() : null);
      }
      case "set" -> {
        skip("[");
        yield Types.set(closed());
      }
      case "object" -> object();
      default -> throw new IllegalStateException("not a type: " + name + " in " + text);
    };
  }

  private Type union() {
    Type union = null;
    for (Type type : listed()) {
      union = Types.or(union, type);
    }
    return union == null ? Type.ANY : union;
  }

  private List<Type> listed() {
    List<Type> types = new ArrayList<>();
    if (skip("<")) {
      do {
        types.add(type());
      } while (skip(", "));
      skip(">");
    }
    return types;
  }

  private Type object() {
    Map<Value, @Nullable Type> fixed = new TreeMap<>();
    if (skip("<")) {
      do {
        Value key = StringValue.of(word());
        skip(": ");
        fixed.put(key, type());
      } while (skip(", "));
      skip(">");
    }
    if (!skip("[")) {
      return Types.object(fixed, null);
    }
    Type key = type();
    skip(": ");
    return Types.object(fixed, new Type.Others(key, closed()));
  }

  private Type closed() {
    Type type = type();
    skip("]");
    return type;
  }

  private boolean skip(String expected) {
    boolean found = text.startsWith(expected, at);
    at += found ? expected.length() : 0;
    return found;
  }

  private String word() {
    int start = at;
    while (at < text.length() && Character.isLetter(text.charAt(at))) {
      at++;
    }
    return text.substring(start, at);
  }
}
