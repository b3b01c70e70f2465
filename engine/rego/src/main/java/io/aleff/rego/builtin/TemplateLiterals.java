package io.aleff.rego.builtin;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Strings and numbers as Go writes them. */
final class TemplateLiterals {

  private TemplateLiterals() {}

  /** The text in quotes, or null when an escape is wrong. */
  static @Nullable String string(String quoted) {
    if (quoted.startsWith("`")) {
      return quoted.substring(1, quoted.length() - 1).replace("\r", "");
    }
    return unescaped(quoted.substring(1, quoted.length() - 1), '"');
  }

  private static @Nullable String unescaped(String text, char quote) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (c != '\\') {
        out.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
        continue;
      }
      char kind = text.charAt(i++);
      int simple = "abfnrtv\\".indexOf(kind);
      if (simple >= 0) {
        out.write("\u0007\b\f\n\r\t\u000b\\".charAt(simple));
        continue;
      }
      if (kind == quote) {
        out.write(kind);
        continue;
      }
      int digits = kind == 'x' ? 2 : kind == 'u' ? 4 : kind == 'U' ? 8 : octal(kind) ? 3 : 0;
      i -= digits == 3 ? 1 : 0;
      if (digits == 0 || i + digits > text.length()) {
        return null;
      }
      int value = code(text.substring(i, i + digits), digits == 3 ? 8 : 16);
      i += digits;
      if (digits <= 3 ? value > 255 || value < 0 : !isScalar(value)) {
        return null;
      }
      if (digits <= 3) {
        out.write(value);
      } else {
        out.writeBytes(Character.toString(value).getBytes(StandardCharsets.UTF_8));
      }
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static boolean octal(char c) {
    return c >= '0' && c <= '7';
  }

  private static boolean isScalar(int c) {
    return Character.isValidCodePoint(c) && (c < 0xd800 || c > 0xdfff);
  }

  private static int code(String digits, int radix) {
    for (int i = 0; i < digits.length(); i++) {
      if (digits.charAt(i) > 'f' || Character.digit(digits.charAt(i), radix) < 0) {
        return -1;
      }
    }
    long value = Long.parseLong(digits, radix);
    return value > Integer.MAX_VALUE ? -1 : (int) value;
  }

  /**
   * An integer, a character or a fraction.
   *
   * @throws NumberFormatException with the message of Go's parser
   */
  static TemplateItem number(String text) {
    if (text.startsWith("'")) {
      String inner = unescaped(text.substring(1, text.length() - 1), '\'');
      if (inner == null || inner.codePointCount(0, inner.length()) != 1) {
        throw new NumberFormatException("malformed character constant: " + text);
      }
      return TemplateItem.of(inner.codePointAt(0));
    }
    if (text.endsWith("i")) {
      throw new NumberFormatException("complex numbers are not supported: " + text);
    }
    BigInteger whole = integer(text);
    if (whole != null) {
      return new TemplateItem.Int(whole, "int");
    }
    if (!text.matches("(?i).*[.ep].*")) {
      throw new NumberFormatException(bad(text));
    }
    return new TemplateItem.Real(fraction(text));
  }

  private static String bad(String text) {
    return text.matches("[+-]?[0-9]+")
        ? "integer overflow: " + TemplateParser.quoted(text)
        : "illegal number syntax: " + TemplateParser.quoted(text);
  }

  /** Null when the text is no integer of 64 bits. */
  private static @Nullable BigInteger integer(String text) {
    boolean minus = text.startsWith("-");
    String digits = minus || text.startsWith("+") ? text.substring(1) : text;
    String low = digits.toLowerCase(Locale.ROOT);
    boolean prefixed = low.matches("0[xob].*");
    int radix = low.startsWith("0x") ? 16 : low.startsWith("0b") ? 2 : 10;
    radix = low.startsWith("0o") || low.matches("0[0-9_]+") ? 8 : radix;
    String body = prefixed ? low.substring(2) : low;
    if (!body.matches("_?[0-9a-f]+(_[0-9a-f]+)*") || (body.startsWith("_") && !prefixed)) {
      return null;
    }
    try {
      BigInteger value = new BigInteger((minus ? "-" : "") + body.replace("_", ""), radix);
      return value.bitLength() < 64 || (!minus && value.bitLength() == 64) ? value : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static double fraction(String text) {
    String plain = text.matches(".*(^|[^0-9a-fA-F])_.*|.*_([^0-9a-fA-F].*|$)") ? "" : text;
    try {
      double value = Double.parseDouble(plain.replace("_", ""));
      if (!Double.isInfinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Told below, as a number that is out of range.
    }
    throw new NumberFormatException("illegal number syntax: " + TemplateParser.quoted(text));
  }
}
