package io.aleff.rego.builtin;

import io.aleff.rego.value.ArrayValue;
import io.aleff.rego.value.JsonValues;
import io.aleff.rego.value.NumberValue;
import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.SetValue;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import java.util.List;

/** Block-style YAML with sorted keys; strings that could be read as something else are quoted. */
final class YamlText {

  private YamlText() {}

  static Value write(Value value) {
    StringBuilder out = new StringBuilder();
    block(value, out, "");
    return StringValue.of(out.toString());
  }

  private static void block(Value value, StringBuilder out, String indent) {
    switch (value) {
      case ObjectValue o when o.size() > 0 -> {
        for (Value key : o.sortedKeys()) {
          Value child = o.get(key);
          out.append(indent).append(scalar(key, indent)).append(':');
          if (child != null) {
            nested(child, out, child instanceof ObjectValue ? indent + "  " : indent);
          }
        }
      }
      case ArrayValue a when a.size() > 0 -> list(a.elements(), out, indent);
      case SetValue s when s.size() > 0 -> list(s.sorted(), out, indent);
      default -> out.append(indent).append(scalar(value, indent)).append('\n');
    }
  }

  private static void list(List<Value> values, StringBuilder out, String indent) {
    for (Value value : values) {
      StringBuilder inner = new StringBuilder();
      block(value, inner, indent + "  ");
      out.append(indent).append("- ").append(inner.substring(indent.length() + 2));
    }
  }

  private static void nested(Value child, StringBuilder out, String deeper) {
    boolean collection =
        child instanceof ObjectValue || child instanceof ArrayValue || child instanceof SetValue;
    if (collection && !isEmpty(child)) {
      out.append('\n');
      block(child, out, deeper);
    } else {
      out.append(' ').append(scalar(child, deeper)).append('\n');
    }
  }

  private static boolean isEmpty(Value value) {
    return switch (value) {
      case ObjectValue o -> o.size() == 0;
      case ArrayValue a -> a.size() == 0;
      case SetValue s -> s.size() == 0;
      default -> false;
    };
  }

  private static String scalar(Value value, String indent) {
    return switch (value) {
      case StringValue s -> YamlScalar.of(s.value(), indent);
      case NumberValue n when !n.isLong() -> YamlScalar.of(n.doubleValue());
      default -> JsonValues.write(value);
    };
  }
}
