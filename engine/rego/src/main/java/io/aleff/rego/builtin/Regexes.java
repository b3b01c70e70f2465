package io.aleff.rego.builtin;

import static io.aleff.rego.builtin.Operands.index;
import static io.aleff.rego.builtin.Operands.string;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.aleff.rego.value.ArrayValue;
import io.aleff.rego.value.BoolValue;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import java.util.ArrayList;
import java.util.List;

/** Regular expressions with RE2 semantics, and globs, which become such. */
final class Regexes {

  private static final int MAX_PATTERN = 10_000;

  private Regexes() {}

  static void register(Builtins r) {
    r.add("regex.match", 2, (s, a) -> match(s, string(a, 0), string(a, 1)));
    r.add("re_match", 2, (s, a) -> match(s, string(a, 0), string(a, 1)));
    r.add("regex.is_valid", 1, (s, a) -> isValid(s, a[0]));
    r.add("regex.split", 2, (s, a) -> split(s, string(a, 0), string(a, 1)));
    r.add("regex.find_n", 3, (s, a) -> find(s, string(a, 0), string(a, 1), index(a, 2)));
    r.add(
        "regex.find_all_string_submatch_n",
        3,
        (s, a) -> submatches(s, string(a, 0), string(a, 1), index(a, 2)));
    r.add("regex.replace", 3, (s, a) -> replace(s, string(a, 0), string(a, 1), string(a, 2)));
    r.add(
        "regex.template_match",
        4,
        (s, a) -> template(s, string(a, 0), string(a, 1), string(a, 2), string(a, 3)));
    r.add("glob.match", 3, (s, a) -> Globs.match(s, string(a, 0), a, string(a, 2)));
    r.add("glob.quote_meta", 1, (s, a) -> StringValue.of(Globs.quote(string(a, 0))));
  }

  static Pattern compile(Builtin.Scope s, String regex) {
    if (regex.length() > MAX_PATTERN) {
      throw BuiltinError.value("pattern is too long");
    }
    try {
      return s.patterns()
          .get(
              regex,
              text -> {
                RepeatBound.check(text);
                return Pattern.compile(text);
              });
    } catch (PatternSyntaxException e) {
      throw BuiltinError.value(
          "error parsing regexp: "
              + e.getDescription()
              + (e.getPattern().isEmpty() ? "" : ": `" + e.getPattern() + "`"));
    }
  }

  private static Matcher matcher(Builtin.Scope s, String regex, String text) {
    return MeteredText.matcher(s, compile(s, regex), text);
  }

  private static Value match(Builtin.Scope s, String regex, String text) {
    s.allocate(text.length());
    return BoolValue.of(matcher(s, regex, text).find());
  }

  private static Value isValid(Builtin.Scope s, Value regex) {
    if (!(regex instanceof StringValue text)) {
      return BoolValue.FALSE;
    }
    try {
      compile(s, text.value());
      return BoolValue.TRUE;
    } catch (BuiltinError e) {
      return BoolValue.FALSE;
    }
  }

  private static Value split(Builtin.Scope s, String regex, String text) {
    List<Value> out = new ArrayList<>();
    Matcher matcher = matcher(s, regex, text);
    int from = 0;
    int end = 0;
    int last = -1;
    if (!regex.isEmpty() && text.isEmpty()) {
      return ArrayValue.of(StringValue.EMPTY);
    }
    while (matcher.find()) {
      s.allocate(1);
      if (matcher.end() == 0 || (matcher.start() == matcher.end() && matcher.start() == last)) {
        continue;
      }
      last = matcher.end();
      end = matcher.start();
      out.add(StringValue.of(text.substring(from, end)));
      from = matcher.end();
    }
    if (end != text.length()) {
      out.add(StringValue.of(text.substring(from)));
    }
    return ArrayValue.of(out);
  }

  private static Value find(Builtin.Scope s, String regex, String text, int most) {
    List<Value> out = new ArrayList<>();
    Matcher matcher = matcher(s, regex, text);
    while ((most < 0 || out.size() < most) && matcher.find()) {
      s.allocate(1);
      out.add(StringValue.of(matcher.group()));
    }
    return ArrayValue.of(out);
  }

  private static Value submatches(Builtin.Scope s, String regex, String text, int most) {
    List<Value> out = new ArrayList<>();
    Matcher matcher = matcher(s, regex, text);
    while ((most < 0 || out.size() < most) && matcher.find()) {
      s.allocate(matcher.groupCount() + 1L);
      List<Value> groups = new ArrayList<>();
      for (int i = 0; i <= matcher.groupCount(); i++) {
        String group = matcher.group(i);
        groups.add(StringValue.of(group == null ? "" : group));
      }
      out.add(ArrayValue.of(groups));
    }
    return ArrayValue.of(out);
  }

  /** Go's replacement syntax: {@code $1}, {@code ${name}}; unknown groups are empty. */
  private static Value replace(Builtin.Scope s, String text, String regex, String with) {
    Matcher matcher = matcher(s, regex, text);
    StringBuilder out = new StringBuilder();
    int from = 0;
    while (matcher.find()) {
      s.allocate(with.length() + 1L);
      out.append(text, from, matcher.start());
      expand(matcher, with, out);
      from = matcher.end();
    }
    return StringValue.of(out.append(text.substring(from)).toString());
  }

  private static void expand(Matcher matcher, String with, StringBuilder out) {
    int i = 0;
    while (i < with.length()) {
      char c = with.charAt(i++);
      if (c != '$' || i >= with.length()) {
        out.append(c);
        continue;
      }
      if (with.charAt(i) == '$') {
        out.append('$');
        i++;
        continue;
      }
      boolean braces = with.charAt(i) == '{';
      int start = braces ? i + 1 : i;
      int stop = start;
      while (stop < with.length()
          && (Character.isLetterOrDigit(with.charAt(stop)) || with.charAt(stop) == '_')) {
        stop++;
      }
      if (stop == start || (braces && (stop >= with.length() || with.charAt(stop) != '}'))) {
        out.append('$');
        continue;
      }
      out.append(group(matcher, with.substring(start, stop)));
      i = braces ? stop + 1 : stop;
    }
  }

  private static String group(Matcher matcher, String name) {
    try {
      boolean number = name.chars().allMatch(Character::isDigit) && name.length() < 5;
      int index = number ? Integer.parseInt(name) : -1;
      if (number && index > matcher.groupCount()) {
        return "";
      }
      String found = number ? matcher.group(index) : matcher.group(name);
      return found == null ? "" : found;
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static Value template(
      Builtin.Scope s, String template, String text, String open, String close) {
    String side = open.length() != 1 ? "start" : "end";
    String wrong = open.length() != 1 ? open : close;
    if (wrong.length() != 1) {
      throw BuiltinError.value(
          side
              + " delimiter has to be exactly one character long but is "
              + Encodings.bytes(wrong).length
              + " long");
    }
    StringBuilder regex = new StringBuilder("^");
    int from = 0;
    for (int at = template.indexOf(open); at >= 0; at = template.indexOf(open, from)) {
      int depth = 1;
      int stop = at + 1;
      for (; stop < template.length() && depth > 0; stop++) {
        depth += template.startsWith(close, stop) ? -1 : template.startsWith(open, stop) ? 1 : 0;
      }
      if (depth > 0) {
        throw BuiltinError.value("unbalanced braces in \"" + template + "\"");
      }
      regex.append(Pattern.quote(template.substring(from, at)));
      regex.append('(').append(template, at + 1, stop - 1).append(')');
      from = stop;
    }
    regex.append(Pattern.quote(template.substring(from))).append('$');
    return match(s, regex.toString(), text);
  }
}
