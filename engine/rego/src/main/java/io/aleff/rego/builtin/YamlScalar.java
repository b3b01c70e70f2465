package io.aleff.rego.builtin;

import io.aleff.rego.value.JsonValues;
import io.aleff.rego.value.StringValue;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Scalars as go-yaml writes them: plain where that is read as the same text again. */
final class YamlScalar {

  private static final Set<String> WORDS =
      Set.of(
          "", "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n", "<<", ".nan",
          ".inf", "+.inf", "-.inf");
  private static final Pattern NUMBER =
      Pattern.compile(
          "[-+]?(0b[01_]+|0o?[0-7_]+|0x[0-9a-fA-F_]+"
              + "|([0-9][0-9_]*(\\.[0-9_]*)?|\\.[0-9][0-9_]*)([eE][-+]?[0-9]+)?"
              + "|[0-9][0-9_]*(:[0-5]?[0-9])+(\\.[0-9_]*)?)");
  private static final Pattern TIME = Pattern.compile("[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ].*)?");
  private static final String INDICATORS = ",[]{}#&*!|>'\"%@`";

  private YamlScalar() {}

  /**
   * @param indent of the line the scalar stands in
   */
  static String of(String text, String indent) {
    if (text.contains("\n") && printable(text.replace("\n", ""))) {
      return literal(text, indent + "  ");
    }
    if (ambiguous(text) || !printable(text)) {
      return JsonValues.write(StringValue.of(text));
    }
    return plain(text) ? text : "'" + text.replace("'", "''") + "'";
  }

  /** A number that is no integer, with as few digits as needed. */
  static String of(double number) {
    BigDecimal shortest = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    int exponent = shortest.precision() - shortest.scale() - 1;
    int digits = shortest.precision();
    int most = digits > 6 && digits > exponent ? Math.max(6, Math.min(digits, 21)) : 6;
    if (exponent >= -4 && exponent < most) {
      return shortest.toPlainString();
    }
    String unscaled = shortest.unscaledValue().abs().toString();
    String sign = shortest.signum() < 0 ? "-" : "";
    String fraction = digits > 1 ? "." + unscaled.substring(1) : "";
    return "%s%c%se%+03d".formatted(sign, unscaled.charAt(0), fraction, exponent);
  }

  private static boolean ambiguous(String text) {
    return WORDS.contains(text.toLowerCase(Locale.ROOT))
        || NUMBER.matcher(text).matches()
        || TIME.matcher(text).matches();
  }

  private static boolean printable(String text) {
    return text.codePoints().noneMatch(c -> Character.isISOControl(c) || c == 0xFEFF);
  }

  private static boolean plain(String text) {
    char first = text.charAt(0);
    boolean lonely = text.length() == 1 || text.charAt(1) == ' ';
    return INDICATORS.indexOf(first) < 0
        && !("-?:".indexOf(first) >= 0 && lonely)
        && !text.startsWith("---")
        && !text.startsWith("...")
        && first != ' '
        && !text.endsWith(" ")
        && !text.endsWith(":")
        && !text.contains(": ")
        && !text.contains(" #");
  }

  private static String literal(String text, String indent) {
    String body = text.replaceAll("\n+$", "");
    int ends = text.length() - body.length();
    StringBuilder out = new StringBuilder("|");
    if (text.startsWith(" ") || text.startsWith("\n")) {
      out.append(2);
    }
    out.append(ends == 0 ? "-" : ends > 1 || body.isEmpty() ? "+" : "");
    for (String line : body.split("\n", -1)) {
      out.append('\n').append(line.isEmpty() ? "" : indent + line);
    }
    return out + "\n".repeat(Math.max(0, ends - 1));
  }
}
