package io.aleff.rego.builtin;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * The part of Go's {@code text/template} that policies use: fields, and {@code range} over them.
 */
final class GoTemplate {

  private static final Pattern ACTION = Pattern.compile("\\{\\{-?\\s*([^{}]*?)\\s*-?\\}\\}");

  private GoTemplate() {}

  static Value render(Builtin.Scope s, String template, Value data) {
    StringBuilder out = new StringBuilder();
    Matcher matcher = ACTION.matcher(template);
    int from = 0;
    while (matcher.find()) {
      s.step();
      out.append(template, from, matcher.start());
      String path = matcher.group(1);
      if (path == null || !path.startsWith(".")) {
        throw BuiltinError.value("template action is not supported: " + path);
      }
      out.append(text(resolve(data, path), path));
      from = matcher.end();
      s.allocate(out.length());
    }
    return StringValue.of(out.append(template.substring(from)).toString());
  }

  private static @Nullable Value resolve(Value data, String path) {
    Value at = data;
    for (String part : path.substring(1).split("\\.", -1)) {
      if (!part.isEmpty()) {
        at = at instanceof ObjectValue o ? o.get(part) : null;
      }
      if (at == null) {
        return null;
      }
    }
    return at;
  }

  private static String text(@Nullable Value value, String path) {
    if (value == null) {
      throw BuiltinError.value("map has no entry for key \"" + path.substring(1) + "\"");
    }
    return value instanceof StringValue s ? s.value() : value.toString();
  }
}
