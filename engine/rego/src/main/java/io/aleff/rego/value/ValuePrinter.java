package io.aleff.rego.value;

/** Prints values as Rego source, as OPA does. */
public final class ValuePrinter {

  private ValuePrinter() {}

  public static String print(Value value) {
    StringBuilder out = new StringBuilder();
    print(value, out);
    return out.toString();
  }

  private static void print(Value value, StringBuilder out) {
    switch (value) {
      case NullValue n -> out.append("null");
      case BoolValue b -> out.append(b.value());
      case NumberValue n -> out.append(n);
      case StringValue s -> quote(s.value(), out);
      case ArrayValue a -> list(a.elements(), '[', ']', out);
      case SetValue s -> {
        if (s.size() == 0) {
          out.append("set()");
        } else {
          list(s.sorted(), '{', '}', out);
        }
      }
      case ObjectValue o -> {
        out.append('{');
        String separator = "";
        for (Value key : o.sortedKeys()) {
          out.append(separator);
          print(key, out);
          out.append(": ");
          print(o.require(key), out);
          separator = ", ";
        }
        out.append('}');
      }
    }
  }

  private static void list(Iterable<Value> values, char open, char close, StringBuilder out) {
    out.append(open);
    String separator = "";
    for (Value value : values) {
      out.append(separator);
      print(value, out);
      separator = ", ";
    }
    out.append(close);
  }

  /** Appends a double-quoted string, escaped as Go's {@code strconv.Quote} does. */
  public static void quote(String text, StringBuilder out) {
    out.append('"');
    text.codePoints().forEach(c -> quote(c, out));
    out.append('"');
  }

  private static void quote(int c, StringBuilder out) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      case 7 -> out.append("\\a");
      case 11 -> out.append("\\v");
      default -> {
        if (c < 0x20 || c == 0x7f) {
          out.append(String.format("\\x%02x", c));
        } else if (c > 0x7f && (Character.isISOControl(c) || !Character.isDefined(c))) {
          out.append(String.format(c > 0xffff ? "\\U%08x" : "\\u%04x", c));
        } else {
          out.appendCodePoint(c);
        }
      }
    }
  }
}
