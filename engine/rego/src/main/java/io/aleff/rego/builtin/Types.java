package io.aleff.rego.builtin;

import io.aleff.rego.value.ArrayValue;
import io.aleff.rego.value.BoolValue;
import io.aleff.rego.value.NullValue;
import io.aleff.rego.value.NumberValue;
import io.aleff.rego.value.SetValue;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import io.aleff.rego.value.ValuePrinter;
import java.util.List;

/** Types and conversions. */
final class Types {

  private static final String EITHER = "one of {array, set}";

  private Types() {}

  static void register(Builtins r) {
    r.add("type_name", 1, (s, a) -> StringValue.of(a[0].typeName()));
    List<String> names = List.of("null", "boolean", "number", "string", "array", "object", "set");
    for (String name : names) {
      r.add(
          "is_" + name,
          1,
          (s, a) -> a[0].typeName().equals(name) ? BoolValue.TRUE : BoolValue.FALSE);
    }
    r.add("to_number", 1, (s, a) -> toNumber(a));
    r.add("cast_array", 1, (s, a) -> ArrayValue.of(Operands.elements(a, 0, EITHER)));
    r.add("cast_set", 1, (s, a) -> SetValue.of(Operands.elements(a, 0, EITHER)));
    r.add("cast_string", 1, (s, a) -> StringValue.of(Operands.string(a, 0)));
    r.add("cast_boolean", 1, (s, a) -> BoolValue.of(Operands.bool(a, 0)));
    r.add("cast_object", 1, (s, a) -> Operands.object(a, 0));
    r.add("cast_null", 1, (s, a) -> castNull(a));
  }

  private static Value castNull(Value[] a) {
    if (a[0] instanceof NullValue) {
      return a[0];
    }
    throw Operands.wrong(0, "null", a[0]);
  }

  private static Value toNumber(Value[] a) {
    return switch (a[0]) {
      case NullValue n -> NumberValue.of(0);
      case BoolValue b -> NumberValue.of(b.value() ? 1 : 0);
      case NumberValue n -> n;
      case StringValue s -> parse(s.value());
      default -> throw Operands.wrong(0, "one of {null, boolean, number, string}", a[0]);
    };
  }

  private static BuiltinError invalid(String text) {
    if (text.matches("(?i)[+-]?(inf|infinity|nan)")) {
      return BuiltinError.type("operand 1 must be valid number string but got string");
    }
    StringBuilder shown = new StringBuilder();
    ValuePrinter.quote(text, shown);
    return BuiltinError.value("strconv.ParseFloat: parsing " + shown + ": invalid syntax");
  }

  private static Value parse(String text) {
    try {
      if (text.isEmpty() || text.startsWith("+") || text.strip().length() != text.length()) {
        throw invalid(text);
      }
      return NumberValue.parse(text);
    } catch (NumberFormatException e) {
      throw invalid(text);
    }
  }
}
