package io.aleff.rego.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Plain scalars of YAML that are numbers, as go-yaml reads them. */
final class YamlNumbers {

  private static final Pattern INTEGER =
      Pattern.compile("([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

  /** More digits are never a number of 64 bits, and converting them takes long. */
  private static final int LONGEST = 400;

  private YamlNumbers() {}

  /** Null when the text is no number. */
  static @Nullable NumberValue of(String text) {
    char first = text.charAt(0);
    boolean numeric =
        (first >= '0' && first <= '9') || first == '-' || first == '+' || first == '.';
    if (!numeric || text.length() > LONGEST) {
      return null;
    }
    String plain = text.replace("_", "");
    Matcher matcher = INTEGER.matcher(plain);
    if (matcher.matches()) {
      BigInteger whole = integer(matcher);
      if (whole.bitLength() < Long.SIZE || (whole.signum() > 0 && whole.bitLength() == Long.SIZE)) {
        return NumberValue.of(whole);
      }
    }
    return FLOAT.matcher(plain).matches() ? fraction(plain) : null;
  }

  private static BigInteger integer(Matcher matcher) {
    int[] bases = {16, 2, 8, 10};
    BigInteger whole = BigInteger.ZERO;
    for (int i = 0; i < bases.length; i++) {
      String digits = matcher.group(i + 2);
      if (digits != null) {
        whole = new BigInteger(digits, bases[i]);
      }
    }
    return matcher.group(1).equals("-") ? whole.negate() : whole;
  }

  /** A number of 64 bits as Go's encoder of JSON writes it; null when it is larger. */
  private static @Nullable NumberValue fraction(String text) {
    double number = Double.parseDouble(text);
    if (Double.isInfinite(number)) {
      return null;
    }
    BigDecimal shortest = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    double size = Math.abs(number);
    boolean written = size == 0 || (size >= 1e-6 && size < 1e21);
    if (written) {
      return NumberValue.parse(size == 0 ? "0" : shortest.toPlainString());
    }
    int exponent = shortest.precision() - shortest.scale() - 1;
    String digits = shortest.unscaledValue().abs().toString();
    return NumberValue.parse(
        (number < 0 ? "-" : "")
            + digits.charAt(0)
            + (digits.length() > 1 ? "." + digits.substring(1) : "")
            + "e"
            + (exponent < 0 ? "-" : "+")
            + (Math.abs(exponent) < 10 ? "0" : "")
            + Math.abs(exponent));
  }
}
