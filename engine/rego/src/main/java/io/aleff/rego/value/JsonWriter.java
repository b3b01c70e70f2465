package io.aleff.rego.value;

import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** JSON text as Go's {@code encoding/json} writes it: sorted keys, HTML characters escaped. */
public final class JsonWriter {

  private JsonWriter() {}

  /**
   * @param indent the text of one level, or null for the compact form
   * @param prefix starts every line but the first
   * @param current the indentation reached so far; empty at the top
   */
  public static void write(
      Value value, StringBuilder out, @Nullable String indent, String prefix, String current) {
    switch (value) {
      case NullValue n -> out.append("null");
      case BoolValue b -> out.append(b.value());
      case NumberValue n -> out.append(n);
      case StringValue s -> quote(s.value(), out);
      case ArrayValue a -> list(a.elements(), out, indent, prefix, current);
      case SetValue s -> list(s.sorted(), out, indent, prefix, current);
      case ObjectValue o -> object(o, out, indent, prefix, current);
    }
  }

  private static void list(
      List<Value> values, StringBuilder out, @Nullable String indent, String prefix, String at) {
    if (values.isEmpty()) {
      out.append("[]");
      return;
    }
    String inner = indent == null ? at : at + indent;
    String separator = "[";
    for (Value value : values) {
      out.append(separator);
      line(out, indent, prefix, inner);
      write(value, out, indent, prefix, inner);
      separator = ",";
    }
    line(out, indent, prefix, at);
    out.append(']');
  }

  private static void object(
      ObjectValue o, StringBuilder out, @Nullable String indent, String prefix, String at) {
    if (o.size() == 0) {
      out.append("{}");
      return;
    }
    TreeMap<String, Value> sorted = new TreeMap<>(ValueOrder::compareText);
    for (Value key : o.sortedKeys()) {
      sorted.put(key instanceof StringValue s ? s.value() : JsonValues.write(key), o.require(key));
    }
    String inner = indent == null ? at : at + indent;
    String[] separator = {"{"};
    sorted.forEach(
        (key, value) -> {
          out.append(separator[0]);
          line(out, indent, prefix, inner);
          quote(key, out);
          out.append(indent == null ? ":" : ": ");
          write(value, out, indent, prefix, inner);
          separator[0] = ",";
        });
    line(out, indent, prefix, at);
    out.append('}');
  }

  private static void line(StringBuilder out, @Nullable String indent, String prefix, String at) {
    if (indent != null) {
      out.append('\n').append(prefix).append(at);
    }
  }

  private static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        default -> {
          if (c < 0x20 || c == '<' || c == '>' || c == '&' || c == 0x2028 || c == 0x2029) {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
