package io.aleff.rego.builtin;

import static io.aleff.rego.builtin.Operands.string;

import io.aleff.rego.value.NumberValue;
import io.aleff.rego.value.Value;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Numbers with SI and binary suffixes. */
final class Units {

  private static final Map<String, BigDecimal> BINARY =
      Map.of(
          "ki", power(1024, 1),
          "mi", power(1024, 2),
          "gi", power(1024, 3),
          "ti", power(1024, 4),
          "pi", power(1024, 5),
          "ei", power(1024, 6));
  private static final Map<String, BigDecimal> DECIMAL =
      Map.of(
          "", BigDecimal.ONE,
          "k", power(1000, 1),
          "m", power(1000, 2),
          "g", power(1000, 3),
          "t", power(1000, 4),
          "p", power(1000, 5),
          "e", power(1000, 6));

  private Units() {}

  static void register(Builtins r) {
    r.add("units.parse", 1, (s, a) -> parse(string(a, 0), false));
    r.add("units.parse_bytes", 1, (s, a) -> parse(string(a, 0), true));
  }

  private static BigDecimal power(int base, int exponent) {
    return BigDecimal.valueOf(base).pow(exponent);
  }

  private static Value parse(String given, boolean bytes) {
    String text = given.replace("\"", "");
    if (text.contains(" ")) {
      throw BuiltinError.value(unit(bytes) + "spaces not allowed in resource strings");
    }
    int end = amountEnd(text);
    String amount = text.substring(0, end);
    if (amount.isEmpty()) {
      throw BuiltinError.value(
          unit(bytes) + (bytes ? "no byte amount provided" : "no amount provided"));
    }
    BigDecimal factor = factor(text.substring(end), bytes);
    if (factor == null) {
      throw BuiltinError.value(
          unit(bytes) + (bytes ? "byte unit " : "unit ") + text.substring(end) + " not recognized");
    }
    BigDecimal value = amount(amount, bytes).multiply(factor);
    if (bytes) {
      return NumberValue.of(value.toBigInteger());
    }
    BigDecimal plain = value.stripTrailingZeros();
    return plain.scale() <= 0
        ? NumberValue.of(plain.toBigInteger())
        : NumberValue.parse(value.setScale(10, java.math.RoundingMode.HALF_UP).toPlainString());
  }

  /** OPA says the name of the built-in twice. */
  private static String unit(boolean bytes) {
    return bytes ? "units.parse_bytes: " : "units.parse: ";
  }

  private static BigDecimal amount(String amount, boolean bytes) {
    BigDecimal value;
    try {
      value = new BigDecimal(amount);
    } catch (NumberFormatException e) {
      throw BuiltinError.value(
          unit(bytes)
              + (bytes
                  ? "could not parse byte amount to a number"
                  : "could not parse amount to a number"));
    }
    if (Math.abs((long) value.scale()) > NumberValue.MAX_EXPONENT) {
      throw BuiltinError.value(unit(bytes) + "exponent too large");
    }
    return value;
  }

  /** Digits, points, a sign, and an exponent when digits follow its letter. */
  private static int amountEnd(String text) {
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      boolean number = (c >= '0' && c <= '9') || c == '.' || (i == 0 && (c == '-' || c == '+'));
      if (!number && !exponent(text, i)) {
        return i;
      }
      i++;
    }
    return i;
  }

  private static boolean exponent(String text, int i) {
    char c = text.charAt(i);
    if (c == '+' || c == '-') {
      char before = text.charAt(i - 1);
      return before == 'e' || before == 'E';
    }
    if ((c != 'e' && c != 'E') || i == 0 || i + 1 >= text.length()) {
      return false;
    }
    char next = text.charAt(i + 1);
    return (next >= '0' && next <= '9') || next == '+' || next == '-';
  }

  private static @Nullable BigDecimal factor(String unit, boolean bytes) {
    if (!bytes && unit.equals("m")) {
      return new BigDecimal("0.001");
    }
    String lower = unit.toLowerCase(Locale.ROOT);
    String plain = bytes && lower.endsWith("b") ? lower.substring(0, lower.length() - 1) : lower;
    BigDecimal binary = BINARY.get(plain);
    return binary != null ? binary : DECIMAL.get(plain);
  }
}
