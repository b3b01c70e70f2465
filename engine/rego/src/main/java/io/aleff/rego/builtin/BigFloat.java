package io.aleff.rego.builtin;

import io.aleff.rego.value.NumberValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Binary floating point with a mantissa of 64 bits, as Go's {@code big.Float} has by default: OPA
 * calculates with it, so that results print the same.
 */
record BigFloat(BigInteger mantissa, int exponent) {

  private static final int PRECISION = 64;
  private static final int MAX_DIGITS = 25;

  static BigFloat of(NumberValue number) {
    return of(number.decimal());
  }

  static BigFloat of(BigDecimal value) {
    if (Math.abs((long) value.scale()) > NumberValue.MAX_EXPONENT) {
      throw BuiltinError.value("number out of range");
    }
    if (value.scale() <= 0) {
      return rounded(value.toBigInteger(), 0, false);
    }
    return quotient(value.unscaledValue(), BigInteger.TEN.pow(value.scale()), 0);
  }

  private static BigFloat quotient(BigInteger above, BigInteger below, int exponent) {
    int shift = Math.max(0, PRECISION + 3 - above.bitLength() + below.bitLength());
    BigInteger[] parts = above.shiftLeft(shift).divideAndRemainder(below);
    return rounded(parts[0], exponent - shift, parts[1].signum() != 0);
  }

  /** Rounds to the precision, half to even; {@code sticky}: bits below were cut off. */
  private static BigFloat rounded(BigInteger mantissa, int exponent, boolean sticky) {
    int excess = mantissa.bitLength() - PRECISION;
    BigInteger size = mantissa.abs();
    if (mantissa.abs().bitLength() > PRECISION) {
      excess = size.bitLength() - PRECISION;
      BigInteger kept = size.shiftRight(excess);
      BigInteger cut = size.subtract(kept.shiftLeft(excess));
      int half = cut.compareTo(BigInteger.ONE.shiftLeft(excess - 1));
      boolean up = half > 0 || (half == 0 && (sticky || kept.testBit(0)));
      BigInteger result = up ? kept.add(BigInteger.ONE) : kept;
      return normal(mantissa.signum() < 0 ? result.negate() : result, exponent + excess);
    }
    return normal(mantissa, exponent);
  }

  private static BigFloat normal(BigInteger mantissa, int exponent) {
    if (mantissa.signum() == 0) {
      return new BigFloat(BigInteger.ZERO, 0);
    }
    int zeros = mantissa.getLowestSetBit();
    return new BigFloat(mantissa.shiftRight(zeros), exponent + zeros);
  }

  BigFloat plus(BigFloat other) {
    int least = Math.min(exponent, other.exponent);
    BigInteger sum =
        mantissa.shiftLeft(exponent - least).add(other.mantissa.shiftLeft(other.exponent - least));
    return rounded(sum, least, false);
  }

  BigFloat minus(BigFloat other) {
    return plus(new BigFloat(other.mantissa.negate(), other.exponent));
  }

  BigFloat times(BigFloat other) {
    return rounded(mantissa.multiply(other.mantissa), exponent + other.exponent, false);
  }

  BigFloat over(BigFloat other) {
    boolean negative = mantissa.signum() * other.mantissa.signum() < 0;
    BigFloat size = quotient(mantissa.abs(), other.mantissa.abs(), exponent - other.exponent);
    return negative ? new BigFloat(size.mantissa.negate(), size.exponent) : size;
  }

  boolean isZero() {
    return mantissa.signum() == 0;
  }

  private BigDecimal exact() {
    BigDecimal m = new BigDecimal(mantissa);
    return exponent >= 0
        ? new BigDecimal(mantissa.shiftLeft(exponent))
        : m.divide(new BigDecimal(BigInteger.ONE.shiftLeft(-exponent)));
  }

  /** The shortest decimal that reads back as this number. */
  NumberValue toNumber() {
    if (exponent >= 0) {
      BigInteger whole = mantissa.shiftLeft(exponent);
      return whole.bitLength() <= PRECISION
          ? NumberValue.of(whole)
          : NumberValue.of(shortest(new BigDecimal(whole)).toBigInteger());
    }
    BigDecimal exact = exact();
    BigDecimal digits = shortest(exact).stripTrailingZeros();
    int magnitude = digits.precision() - digits.scale() - 1;
    return magnitude < -4 || magnitude >= 21
        ? NumberValue.parse(scientific(digits, magnitude))
        : NumberValue.parse(plain(digits, magnitude));
  }

  private BigDecimal shortest(BigDecimal exact) {
    for (int digits = 1; digits < MAX_DIGITS; digits++) {
      BigDecimal candidate = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (of(candidate).equals(this)) {
        return candidate;
      }
    }
    return exact;
  }

  /** Go's {@code %g} in its shortest form goes over to exponents when they exceed the digits. */
  private static String plain(BigDecimal digits, int magnitude) {
    int precision = digits.precision();
    int most = precision > magnitude + 1 ? Math.max(precision, 6) : 21;
    return magnitude >= Math.max(most, 21) ? scientific(digits, magnitude) : digits.toPlainString();
  }

  private static String scientific(BigDecimal digits, int magnitude) {
    String unscaled = digits.unscaledValue().abs().toString();
    String fraction = unscaled.length() > 1 ? "." + unscaled.substring(1) : "";
    String sign = digits.signum() < 0 ? "-" : "";
    String size = Math.abs(magnitude) < 10 ? "0" + Math.abs(magnitude) : "" + Math.abs(magnitude);
    return sign + unscaled.charAt(0) + fraction + "e" + (magnitude < 0 ? "-" : "+") + size;
  }
}
