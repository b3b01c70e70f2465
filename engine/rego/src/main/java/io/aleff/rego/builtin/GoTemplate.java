package io.aleff.rego.builtin;

import io.aleff.rego.value.ArrayValue;
import io.aleff.rego.value.BoolValue;
import io.aleff.rego.value.NullValue;
import io.aleff.rego.value.NumberValue;
import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.SetValue;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import io.aleff.rego.value.ValuePrinter;
import java.util.Objects;

/**
 * Go's {@code text/template} as OPA uses it: keys that are missing are errors. See <a
 * href="https://pkg.go.dev/text/template">its documentation</a>. Complex numbers are not there.
 */
final class GoTemplate {

  private GoTemplate() {}

  static Value render(Builtin.Scope scope, String template, ObjectValue data) {
    asJson(scope, data);
    return StringValue.of(
        TemplateRun.run(scope, template, TemplateParser.parse(scope, template), data));
  }

  /** OPA reads the data from how it prints; what prints as no JSON is an error. */
  private static void asJson(Builtin.Scope scope, Value value) {
    scope.step();
    switch (value) {
      case NullValue n -> {}
      case BoolValue b -> {}
      case NumberValue n -> {}
      case StringValue s -> asJson(s.value());
      case ArrayValue a -> a.elements().forEach(element -> asJson(scope, element));
      case SetValue s -> {
        if (s.size() == 0) {
          throw unreadable("'s' looking for beginning of value");
        }
        key(s.sorted().getFirst());
        throw unreadable(s.size() == 1 ? "'}' after object key" : "',' after object key");
      }
      case ObjectValue o -> {
        for (Value key : o.sortedKeys()) {
          key(key);
          asJson(scope, Objects.requireNonNull(o.get(key)));
        }
      }
    }
  }

  private static void key(Value key) {
    if (!(key instanceof StringValue s)) {
      char begins = ValuePrinter.print(key).charAt(0);
      throw unreadable("'" + begins + "' looking for beginning of object key string");
    }
    asJson(s.value());
  }

  private static void asJson(String text) {
    StringBuilder quoted = new StringBuilder();
    ValuePrinter.quote(text, quoted);
    for (int i = quoted.indexOf("\\"); i >= 0; i = quoted.indexOf("\\", i + 2)) {
      if ("axvU".indexOf(quoted.charAt(i + 1)) >= 0) {
        throw unreadable("'" + quoted.charAt(i + 1) + "' in string escape code");
      }
    }
  }

  private static BuiltinError unreadable(String what) {
    return BuiltinError.value("invalid character " + what);
  }
}
