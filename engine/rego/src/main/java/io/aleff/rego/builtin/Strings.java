package io.aleff.rego.builtin;

import static io.aleff.rego.builtin.Operands.index;
import static io.aleff.rego.builtin.Operands.string;
import static io.aleff.rego.builtin.Operands.strings;

import io.aleff.rego.value.ArrayValue;
import io.aleff.rego.value.BoolValue;
import io.aleff.rego.value.NumberValue;
import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.IntUnaryOperator;

/** Strings; positions count code points. */
final class Strings {

  private Strings() {}

  static void register(Builtins r) {
    r.add("concat", 2, (s, a) -> concat(s, a));
    r.add("contains", 2, (s, a) -> BoolValue.of(string(a, 0).contains(string(a, 1))));
    r.add("startswith", 2, (s, a) -> BoolValue.of(string(a, 0).startsWith(string(a, 1))));
    r.add("endswith", 2, (s, a) -> BoolValue.of(string(a, 0).endsWith(string(a, 1))));
    r.add("lower", 1, (s, a) -> mapped(string(a, 0), Character::toLowerCase));
    r.add("upper", 1, (s, a) -> mapped(string(a, 0), Character::toUpperCase));
    r.add("indexof", 2, (s, a) -> indexOf(string(a, 0), string(a, 1)));
    r.add("indexof_n", 2, (s, a) -> indexesOf(s, string(a, 0), string(a, 1)));
    r.add("replace", 3, (s, a) -> replace(s, string(a, 0), string(a, 1), string(a, 2)));
    r.add("split", 2, (s, a) -> split(s, string(a, 0), string(a, 1)));
    r.add("substring", 3, (s, a) -> substring(string(a, 0), index(a, 1), index(a, 2)));
    r.add("trim", 2, (s, a) -> StringValue.of(trim(string(a, 0), string(a, 1), true, true)));
    r.add("trim_left", 2, (s, a) -> StringValue.of(trim(string(a, 0), string(a, 1), true, false)));
    r.add("trim_right", 2, (s, a) -> StringValue.of(trim(string(a, 0), string(a, 1), false, true)));
    r.add("trim_prefix", 2, (s, a) -> trimPrefix(string(a, 0), string(a, 1)));
    r.add("trim_suffix", 2, (s, a) -> trimSuffix(string(a, 0), string(a, 1)));
    r.add("trim_space", 1, (s, a) -> StringValue.of(stripped(string(a, 0))));
    r.add("strings.reverse", 1, (s, a) -> reversed(string(a, 0)));
    r.add("strings.count", 2, (s, a) -> NumberValue.of(occurrences(string(a, 0), string(a, 1))));
    r.add("strings.replace_n", 2, (s, a) -> replaceAll(s, a));
    r.add("strings.any_prefix_match", 2, (s, a) -> anyMatch(s, a, String::startsWith));
    r.add("strings.any_suffix_match", 2, (s, a) -> anyMatch(s, a, String::endsWith));
    r.add(
        "strings.render_template",
        2,
        (s, a) -> GoTemplate.render(s, string(a, 0), Operands.object(a, 1)));
    r.add("sprintf", 2, (s, a) -> Sprintf.format(s, string(a, 0), Operands.array(a, 1).elements()));
  }

  /** Without white space as Unicode defines it, at both ends. */
  private static String stripped(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isSpace(text.charAt(from))) {
      from++;
    }
    while (to > from && isSpace(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  private static boolean isSpace(char c) {
    return (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xA0 || Character.isSpaceChar(c);
  }

  private static Value concat(Builtin.Scope s, Value[] a) {
    int separator = string(a, 0).length();
    List<String> parts = strings(a, 1);
    long length = (long) separator * parts.size();
    for (String part : parts) {
      length += part.length();
    }
    s.allocate(length);
    return StringValue.of(String.join(string(a, 0), parts));
  }

  /** Code point by code point, as Go does it: no letter becomes two. */
  private static Value mapped(String text, IntUnaryOperator letter) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().map(letter).forEach(out::appendCodePoint);
    return StringValue.of(out.toString());
  }

  private static Value indexOf(String text, String part) {
    if (part.isEmpty()) {
      throw BuiltinError.value("empty search character");
    }
    int at = text.indexOf(part);
    return NumberValue.of(at < 0 ? -1 : text.codePointCount(0, at));
  }

  private static Value indexesOf(Builtin.Scope s, String text, String part) {
    if (part.isEmpty()) {
      throw BuiltinError.value("empty search character");
    }
    List<Value> out = new ArrayList<>();
    int counted = 0;
    int position = 0;
    for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
      s.allocate(1);
      position += text.codePointCount(counted, at);
      counted = at;
      out.add(NumberValue.of(position));
    }
    return ArrayValue.of(out);
  }

  private static Value replace(Builtin.Scope s, String text, String old, String with) {
    long grown = old.isEmpty() ? text.length() : occurrences(text, old);
    s.allocate(text.length() + (grown + 1) * Math.max(0, with.length() - old.length()));
    return StringValue.of(text.replace(old, with));
  }

  private static int occurrences(String text, String part) {
    if (part.isEmpty()) {
      return text.codePointCount(0, text.length()) + 1;
    }
    int count = 0;
    for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length())) {
      count++;
    }
    return count;
  }

  private static Value split(Builtin.Scope s, String text, String separator) {
    List<Value> out = new ArrayList<>();
    s.allocate(text.length());
    if (separator.isEmpty()) {
      text.codePoints().forEach(c -> out.add(StringValue.of(Character.toString(c))));
      return ArrayValue.of(out);
    }
    int from = 0;
    for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, from)) {
      out.add(StringValue.of(text.substring(from, at)));
      from = at + separator.length();
    }
    out.add(StringValue.of(text.substring(from)));
    return ArrayValue.of(out);
  }

  private static Value substring(String text, int from, int length) {
    if (from < 0) {
      throw BuiltinError.value("negative offset");
    }
    int size = text.codePointCount(0, text.length());
    if (from >= size) {
      return StringValue.EMPTY;
    }
    int to = length < 0 ? size : (int) Math.min((long) from + length, size);
    return StringValue.of(
        text.substring(text.offsetByCodePoints(0, from), text.offsetByCodePoints(0, to)));
  }

  private static String trim(String text, String cut, boolean left, boolean right) {
    int from = 0;
    int to = text.length();
    while (left && from < to && cut.indexOf(text.codePointAt(from)) >= 0) {
      from += Character.charCount(text.codePointAt(from));
    }
    while (right && to > from && cut.indexOf(text.codePointBefore(to)) >= 0) {
      to -= Character.charCount(text.codePointBefore(to));
    }
    return text.substring(from, to);
  }

  private static Value trimPrefix(String text, String prefix) {
    return StringValue.of(text.startsWith(prefix) ? text.substring(prefix.length()) : text);
  }

  private static Value trimSuffix(String text, String suffix) {
    return StringValue.of(
        text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text);
  }

  private static Value reversed(String text) {
    return StringValue.of(new StringBuilder(text).reverse().toString());
  }

  /** All replacements at once: at each place the first pattern in key order that fits. */
  private static Value replaceAll(Builtin.Scope s, Value[] a) {
    ObjectValue patterns = Operands.object(a, 0);
    String text = string(a, 1);
    List<String> old = new ArrayList<>();
    List<String> with = new ArrayList<>();
    for (Value key : patterns.sortedKeys()) {
      if (!(key instanceof StringValue k)) {
        throw BuiltinError.type("operand 1 non-string key found in pattern object");
      }
      if (!(patterns.get(key) instanceof StringValue v)) {
        throw BuiltinError.type("operand 1 non-string value found in pattern object");
      }
      old.add(k.value());
      with.add(v.value());
    }
    StringBuilder out = new StringBuilder();
    int at = 0;
    boolean afterEmpty = false;
    while (at <= text.length()) {
      s.step();
      int found = -1;
      for (int i = 0; i < old.size() && found < 0; i++) {
        boolean fits = text.startsWith(old.get(i), at) && !(afterEmpty && old.get(i).isEmpty());
        found = fits ? i : -1;
      }
      afterEmpty = found >= 0 && old.get(found).isEmpty();
      if (found >= 0) {
        s.allocate(with.get(found).length());
        out.append(with.get(found));
        at += old.get(found).length();
      } else {
        s.allocate(1);
        out.append(text, at, Math.min(at + 1, text.length()));
        at++;
      }
    }
    return StringValue.of(out.toString());
  }

  private static Value anyMatch(Builtin.Scope s, Value[] a, BiPredicate<String, String> matches) {
    List<String> texts = oneOrMany(a, 0);
    List<String> parts = oneOrMany(a, 1);
    for (String text : texts) {
      for (String part : parts) {
        s.step();
        if (matches.test(text, part)) {
          return BoolValue.TRUE;
        }
      }
    }
    return BoolValue.FALSE;
  }

  private static List<String> oneOrMany(Value[] a, int i) {
    if (a[i] instanceof StringValue s) {
      return List.of(s.value());
    }
    if (!(a[i] instanceof ArrayValue) && !(a[i] instanceof io.aleff.rego.value.SetValue)) {
      throw Operands.wrong(i, "one of {string, set, array}", a[i]);
    }
    for (Value element : Operands.elements(a, i)) {
      if (!(element instanceof StringValue)) {
        throw BuiltinError.type(
            "operand "
                + (i + 1)
                + " must be "
                + a[i].typeName()
                + " of strings but got "
                + a[i].typeName()
                + " containing "
                + element.typeName());
      }
    }
    return strings(a, i);
  }
}
