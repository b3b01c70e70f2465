package io.aleff.definition;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The core schema of YAML 1.2.2, section 10.3: what an unquoted scalar means. */
final class YamlScalars {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]+");
  private static final Pattern OCTAL = Pattern.compile("0o[0-7]+");
  private static final Pattern HEXADECIMAL = Pattern.compile("0x[0-9a-fA-F]+");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  private static final Pattern NOT_FINITE =
      Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

  /** Beyond these a number is a way to exhaust memory, not a quantity. */
  private static final int MAX_DIGITS = 100;

  private static final int MAX_EXPONENT = 308;

  private YamlScalars() {}

  /**
   * @return the typed value, or null when the text is a number that JSON cannot carry
   */
  static @Nullable JsonNode plain(String text) {
    return switch (text) {
      case "", "~", "null", "Null", "NULL" -> JSON.nullNode();
      case "true", "True", "TRUE" -> JSON.booleanNode(true);
      case "false", "False", "FALSE" -> JSON.booleanNode(false);
      default -> numberOrText(text);
    };
  }

  static JsonNode text(String text) {
    return JSON.stringNode(text);
  }

  private static @Nullable JsonNode numberOrText(String text) {
    boolean digits = text.length() <= MAX_DIGITS;
    if (INTEGER.matcher(text).matches()) {
      return digits ? integer(new BigInteger(text)) : null;
    }
    if (OCTAL.matcher(text).matches()) {
      return digits ? integer(new BigInteger(text.substring(2), 8)) : null;
    }
    if (HEXADECIMAL.matcher(text).matches()) {
      return digits ? integer(new BigInteger(text.substring(2), 16)) : null;
    }
    if (FLOAT.matcher(text).matches()) {
      return digits ? decimal(text) : null;
    }
    return NOT_FINITE.matcher(text).matches() ? null : text(text);
  }

  private static JsonNode integer(BigInteger number) {
    if (number.bitLength() < 32) {
      return JSON.numberNode(number.intValue());
    }
    return number.bitLength() < 64 ? JSON.numberNode(number.longValue()) : JSON.numberNode(number);
  }

  private static @Nullable JsonNode decimal(String text) {
    int e = text.toLowerCase(Locale.ROOT).indexOf('e');
    if (e >= 0 && new BigInteger(text.substring(e + 1)).abs().bitLength() > 9) {
      return null;
    }
    BigDecimal number = new BigDecimal(text);
    return Math.abs((long) number.precision() - number.scale()) > MAX_EXPONENT
        ? null
        : JSON.numberNode(number);
  }
}
