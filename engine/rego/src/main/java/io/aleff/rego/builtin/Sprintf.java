package io.aleff.rego.builtin;

import io.aleff.rego.value.BoolValue;
import io.aleff.rego.value.NumberValue;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import io.aleff.rego.value.ValuePrinter;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Go's {@code fmt.Sprintf} for the values Rego has. */
final class Sprintf {

  private final String format;
  private final Arguments args;
  private final Builtin.Scope scope;
  private final StringBuilder out = new StringBuilder();
  private int at;
  private int arg;
  private boolean reordered;

  private Sprintf(Builtin.Scope scope, String format, Arguments args) {
    this.scope = scope;
    this.format = format;
    this.args = args;
  }

  static Value format(Builtin.Scope scope, String format, List<Value> args) {
    return StringValue.of(format(scope, format, new RegoArguments(args)));
  }

  static String format(Builtin.Scope scope, String format, Arguments args) {
    return new Sprintf(scope, format, args).run();
  }

  /** What is formatted; positions count from 0. */
  interface Arguments {
    int size();

    /** With the width of the flags. */
    String show(int i, int verb, Flags flags);

    /** With its type, as in {@code string=a}. */
    String typed(int i);

    /** For {@code *}: -1 when it is no whole number. */
    int whole(int i);
  }

  /** Numbers are Go's numbers, collections are printed as Rego. */
  private record RegoArguments(List<Value> values) implements Arguments {
    @Override
    public int size() {
      return values.size();
    }

    @Override
    public String show(int i, int verb, Flags flags) {
      return pad(value(values.get(i), verb, flags), flags);
    }

    @Override
    public String typed(int i) {
      return goType(values.get(i)) + "=" + plain(values.get(i));
    }

    @Override
    public int whole(int i) {
      return values.get(i) instanceof NumberValue n ? n.index() : -1;
    }
  }

  /** The flags of one verb. */
  record Flags(
      boolean minus,
      boolean plus,
      boolean sharp,
      boolean space,
      boolean zero,
      int width,
      int precision) {}

  private String run() {
    while (at < format.length()) {
      scope.step();
      char c = format.charAt(at++);
      if (c != '%') {
        out.append(c);
      } else {
        verb();
      }
      scope.allocate(1);
    }
    if (!reordered && arg < args.size()) {
      out.append("%!(EXTRA ");
      String separator = "";
      for (int i = arg; i < args.size(); i++) {
        out.append(separator).append(args.typed(i));
        separator = ", ";
      }
      out.append(')');
    }
    return out.toString();
  }

  private void verb() {
    boolean minus = false;
    boolean plus = false;
    boolean sharp = false;
    boolean space = false;
    boolean zero = false;
    for (; at < format.length() && "-+# 0".indexOf(format.charAt(at)) >= 0; at++) {
      switch (format.charAt(at)) {
        case '-' -> minus = true;
        case '+' -> plus = true;
        case '#' -> sharp = true;
        case ' ' -> space = true;
        default -> zero = true;
      }
    }
    position();
    int width = size();
    int precision = -1;
    if (at < format.length() && format.charAt(at) == '.') {
      at++;
      position();
      precision = Math.max(0, size());
    }
    position();
    if (at >= format.length()) {
      out.append("%!(NOVERB)");
      return;
    }
    int verb = format.codePointAt(at);
    at += Character.charCount(verb);
    if (verb == '%') {
      out.append('%');
    } else if (arg >= args.size()) {
      out.append("%!").appendCodePoint(verb).append("(MISSING)");
    } else {
      Flags flags = new Flags(minus, plus, sharp, space, zero && !minus, width, precision);
      scope.allocate(Math.max(width, 0) + (long) Math.max(precision, 0));
      out.append(args.show(arg++, verb, flags));
    }
  }

  /** An explicit argument index, {@code [2]}. */
  private void position() {
    if (at < format.length() && format.charAt(at) == '[') {
      int close = format.indexOf(']', at);
      if (close > 0 && format.substring(at + 1, close).matches("[0-9]{1,4}")) {
        arg = Integer.parseInt(format.substring(at + 1, close)) - 1;
        at = close + 1;
        reordered = true;
      }
    }
  }

  private int size() {
    if (at < format.length() && format.charAt(at) == '*') {
      at++;
      return arg < args.size() ? args.whole(arg++) : -1;
    }
    int start = at;
    while (at < format.length() && Character.isDigit(format.charAt(at)) && at - start < 6) {
      at++;
    }
    return at == start ? -1 : Integer.parseInt(format.substring(start, at));
  }

  static String pad(String text, Flags flags) {
    int missing = flags.width - text.codePointCount(0, text.length());
    if (missing <= 0) {
      return text;
    }
    if (flags.minus) {
      return text + " ".repeat(missing);
    }
    if (flags.zero) {
      int sign = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
      return text.substring(0, sign) + "0".repeat(missing) + text.substring(sign);
    }
    return " ".repeat(missing) + text;
  }

  private static String value(Value value, int verb, Flags flags) {
    if (verb == 'T') {
      return goType(value);
    }
    return switch (value) {
      case NumberValue n when n.isIntegral() && n.decimal().scale() == 0 ->
          whole(n, n.decimal().toBigInteger(), verb, flags);
      case NumberValue n -> fraction(n, verb, flags);
      case BoolValue b -> text(b.toString(), verb, flags);
      case StringValue s -> text(s.value(), verb, flags);
      default -> text(ValuePrinter.print(value), verb, flags);
    };
  }

  static String whole(NumberValue n, BigInteger i, int verb, Flags flags) {
    String digits =
        switch (verb) {
          case 'd', 'v' -> i.toString();
          case 's' -> n.isLong() ? bad(n, verb) : i.toString();
          case 'b' -> i.toString(2);
          case 'o' -> (flags.sharp ? "0" : "") + i.toString(8);
          case 'O' -> "0o" + i.toString(8);
          case 'x' -> (flags.sharp ? "0x" : "") + i.toString(16);
          case 'X' -> (flags.sharp ? "0X" : "") + i.toString(16).toUpperCase(Locale.ROOT);
          case 'c' ->
              Character.isValidCodePoint(n.index()) ? Character.toString(n.index()) : "\ufffd";
          case 'q' -> "'" + Character.toString(Math.max(n.index(), 0)) + "'";
          case 'U' -> String.format("U+%04X", n.index());
          case 'e', 'E', 'f', 'F', 'g', 'G' -> "%!" + (char) verb + "(int=" + i + ")";
          default -> bad(n, verb);
        };
    boolean sign = i.signum() >= 0 && Character.isLetter(verb) && !digits.startsWith("%");
    return sign && flags.plus ? "+" + digits : sign && flags.space ? " " + digits : digits;
  }

  static String fraction(NumberValue n, int verb, Flags flags) {
    double d = n.doubleValue();
    if (Double.isInfinite(d) && (verb == 's' || verb == 'v' || verb == 'd')) {
      return n.toString();
    }
    String digits =
        switch (verb) {
          case 'f', 'F' ->
              n.decimal()
                  .setScale(flags.precision < 0 ? 6 : flags.precision, RoundingMode.HALF_EVEN)
                  .toPlainString();
          case 'e' -> exponent(d, flags.precision < 0 ? 6 : flags.precision);
          case 'E' ->
              exponent(d, flags.precision < 0 ? 6 : flags.precision).toUpperCase(Locale.ROOT);
          case 'g', 'v' -> flags.precision < 0 ? shortest(d) : rounded(n, flags.precision);
          case 'G' ->
              (flags.precision < 0 ? shortest(d) : rounded(n, flags.precision))
                  .toUpperCase(Locale.ROOT);
          default -> bad(n, verb);
        };
    boolean sign = d >= 0 && !digits.startsWith("%");
    return sign && flags.plus ? "+" + digits : sign && flags.space ? " " + digits : digits;
  }

  private static String exponent(double d, int precision) {
    return String.format(Locale.ROOT, "%." + Math.min(precision, 300) + "e", d);
  }

  private static String rounded(NumberValue n, int precision) {
    int most = Math.max(precision, 1);
    java.math.BigDecimal kept =
        n.decimal().round(new java.math.MathContext(most)).stripTrailingZeros();
    return shown(kept, most);
  }

  /** A double in the shortest form, with exponents as Go's {@code %v} uses them. */
  static String shortest(double d) {
    java.math.BigDecimal exact = new java.math.BigDecimal(Double.toString(d)).stripTrailingZeros();
    return shown(exact, 21);
  }

  /** With an exponent when the number is small, or has at least so many digits before its point. */
  private static String shown(java.math.BigDecimal exact, int digitsBefore) {
    int magnitude = exact.precision() - exact.scale() - 1;
    if (exact.signum() == 0) {
      return "0";
    }
    if (magnitude >= -4 && magnitude < digitsBefore) {
      return exact.toPlainString();
    }
    String digits = exact.unscaledValue().abs().toString();
    String size = Math.abs(magnitude) < 10 ? "0" + Math.abs(magnitude) : "" + Math.abs(magnitude);
    return (exact.signum() < 0 ? "-" : "")
        + digits.charAt(0)
        + (digits.length() > 1 ? "." + digits.substring(1) : "")
        + "e"
        + (magnitude < 0 ? "-" : "+")
        + size;
  }

  static String text(String text, int verb, Flags flags) {
    String cut =
        flags.precision >= 0 && flags.precision < text.codePointCount(0, text.length())
            ? text.substring(0, text.offsetByCodePoints(0, flags.precision))
            : text;
    return switch (verb) {
      case 's', 'v' -> flags.sharp && verb == 'v' ? quoted(cut) : cut;
      case 'q' -> flags.plus ? ascii(quoted(cut)) : quoted(cut);
      case 'x' -> hex(cut, flags, HexFormat.of());
      case 'X' -> hex(cut, flags, HexFormat.of().withUpperCase());
      default -> "%!" + Character.toString(verb) + "(string=" + cut + ")";
    };
  }

  private static String hex(String text, Flags flags, HexFormat format) {
    String prefix = flags.sharp ? (format.isUpperCase() ? "0X" : "0x") : "";
    HexFormat spaced = flags.space ? format.withDelimiter(" ").withPrefix(prefix) : format;
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return (flags.space || bytes.length == 0 ? "" : prefix) + spaced.formatHex(bytes);
  }

  /** Other characters as escapes. */
  private static String ascii(String quoted) {
    StringBuilder out = new StringBuilder();
    quoted
        .codePoints()
        .forEach(
            c -> {
              if (c < 0x80) {
                out.appendCodePoint(c);
              } else {
                out.append(String.format(Locale.ROOT, c > 0xffff ? "\\U%08x" : "\\u%04x", c));
              }
            });
    return out.toString();
  }

  private static String quoted(String text) {
    StringBuilder out = new StringBuilder();
    ValuePrinter.quote(text, out);
    return out.toString();
  }

  private static String bad(Value value, int verb) {
    return "%!" + Character.toString(verb) + "(" + goType(value) + "=" + plain(value) + ")";
  }

  private static String plain(Value value) {
    return switch (value) {
      case StringValue s -> s.value();
      case NumberValue n when !n.isLong() && n.decimal().scale() != 0 ->
          shown(
              new java.math.BigDecimal(Double.toString(n.doubleValue())).stripTrailingZeros(), 20);
      default -> value.toString();
    };
  }

  private static String goType(Value value) {
    return switch (value) {
      case NumberValue n -> n.isLong() ? "int" : n.decimal().scale() == 0 ? "*big.Int" : "float64";
      case BoolValue b -> "bool";
      default -> "string";
    };
  }
}
