package io.aleff.rego.builtin;

import com.google.re2j.Pattern;
import io.aleff.rego.value.ArrayValue;
import io.aleff.rego.value.BoolValue;
import io.aleff.rego.value.NullValue;
import io.aleff.rego.value.Value;
import java.util.List;

/** Globs as gobwas/glob reads them, as regular expressions. */
final class Globs {

  private static final int MAX_PATTERN = 10_000;

  private final String glob;
  private final String any;
  private int at;

  private Globs(String glob, String separators) {
    this.glob = glob;
    this.any = separators.isEmpty() ? "(?s:.)" : "[^" + separators + "]";
  }

  static Value match(Builtin.Scope s, String glob, Value[] args, String text) {
    String separators = separators(args);
    s.allocate(text.length());
    if (glob.length() > MAX_PATTERN) {
      throw BuiltinError.value("pattern is too long");
    }
    Pattern pattern =
        s.patterns()
            .get(
                "glob\0" + separators + "\0" + glob,
                key -> Pattern.compile(new Globs(glob, separators).sequence(false)));
    return BoolValue.of(MeteredText.matcher(s, pattern, text).matches());
  }

  private static String separators(Value[] args) {
    if (args[1] instanceof NullValue) {
      return "";
    }
    if (!(args[1] instanceof ArrayValue)) {
      throw Operands.wrong(1, "one of {array, null}", args[1]);
    }
    List<String> given =
        args[1] instanceof ArrayValue a && a.size() > 0 ? Operands.strings(args, 1) : List.of(".");
    StringBuilder out = new StringBuilder();
    for (String separator : given) {
      if (separator.codePointCount(0, separator.length()) != 1) {
        throw BuiltinError.type("operand 2 must be array of runes but got array containing string");
      }
      out.append("\\x{").append(Integer.toHexString(separator.codePointAt(0))).append('}');
    }
    return out.toString();
  }

  static String quote(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ("*?\\[]{}".indexOf(c) >= 0) {
        out.append('\\');
      }
      out.append(c);
    }
    return out.toString();
  }

  private String sequence(boolean alternative) {
    StringBuilder out = new StringBuilder();
    while (at < glob.length()) {
      int c = glob.codePointAt(at);
      if (alternative && (c == ',' || c == '}')) {
        return out.toString();
      }
      at += Character.charCount(c);
      switch (c) {
        case '*' -> out.append(star());
        case '?' -> out.append(any);
        case '[' -> out.append(characters());
        case '{' -> out.append(alternatives());
        case '\\' -> out.append(escaped());
        default -> out.append(Pattern.quote(Character.toString(c)));
      }
    }
    if (alternative) {
      throw BuiltinError.value("unexpected end of glob");
    }
    return out.toString();
  }

  private String star() {
    if (at < glob.length() && glob.charAt(at) == '*') {
      while (at < glob.length() && glob.charAt(at) == '*') {
        at++;
      }
      return "(?s:.*)";
    }
    return any + "*";
  }

  private String escaped() {
    if (at >= glob.length()) {
      throw BuiltinError.value("unexpected end of glob");
    }
    int c = glob.codePointAt(at);
    at += Character.charCount(c);
    return Pattern.quote(Character.toString(c));
  }

  private String characters() {
    int close = glob.indexOf(']', at);
    if (close < 0) {
      throw BuiltinError.value("unexpected end of glob");
    }
    String body = glob.substring(at, close);
    at = close + 1;
    boolean not = body.startsWith("!") || body.startsWith("^");
    String set = not ? body.substring(1) : body;
    StringBuilder out = new StringBuilder(not ? "[^" : "[");
    boolean range = set.codePointCount(0, set.length()) == 3 && set.indexOf('-') > 0;
    set.codePoints()
        .forEach(
            c -> {
              if (range && c == '-') {
                out.append('-');
              } else {
                out.append("\\x{").append(Integer.toHexString(c)).append('}');
              }
            });
    return out.append(']').toString();
  }

  private String alternatives() {
    StringBuilder out = new StringBuilder("(?:");
    while (true) {
      out.append(sequence(true));
      boolean more = glob.charAt(at) == ',';
      at++;
      if (!more) {
        return out.append(')').toString();
      }
      out.append('|');
    }
  }
}
