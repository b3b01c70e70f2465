package io.aleff.rego.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * An exact number. Integers that fit a {@code long} are kept as such; every other number keeps the
 * text it was written with, because OPA prints numbers as they were written.
 */
public final class NumberValue implements Value {

  /** Numbers whose decimal exponent is beyond this are never expanded to integers. */
  public static final int MAX_EXPONENT = 5_000;

  private static final NumberValue[] SMALL = small();

  private final long small;
  private final @Nullable BigDecimal big;
  private final String text;

  private NumberValue(long small, @Nullable BigDecimal big, String text) {
    this.small = small;
    this.big = big;
    this.text = text;
  }

  private static NumberValue[] small() {
    NumberValue[] out = new NumberValue[1280];
    for (int i = 0; i < out.length; i++) {
      out[i] = new NumberValue(i - 256, null, "");
    }
    return out;
  }

  public static NumberValue of(long value) {
    return value >= -256 && value < 1024
        ? SMALL[(int) value + 256]
        : new NumberValue(value, null, "");
  }

  public static NumberValue of(BigInteger value) {
    return value.bitLength() < 64
        ? of(value.longValue())
        : new NumberValue(0, new BigDecimal(value), value.toString());
  }

  public static NumberValue of(BigDecimal value) {
    if (value.scale() == 0 && value.precision() <= 18) {
      return of(value.longValue());
    }
    if (value.scale() == 0) {
      return of(value.toBigInteger());
    }
    return new NumberValue(0, value, value.toString().replace("E", "e"));
  }

  /**
   * @param text a JSON number
   * @throws NumberFormatException when it is none, or its exponent is out of range
   */
  public static NumberValue parse(String text) {
    int n = text.length();
    if (n <= 18 && isInteger(text)) {
      return of(Long.parseLong(text));
    }
    BigDecimal value = new BigDecimal(text);
    return value.scale() == 0 && isInteger(text) && value.precision() <= 19
        ? of(value.toBigInteger())
        : new NumberValue(0, value, text);
  }

  private static boolean isInteger(String text) {
    int start = text.startsWith("-") ? 1 : 0;
    for (int i = start; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return text.length() > start;
  }

  /** Whether this is an integer in the range of {@code long}, written as one. */
  public boolean isLong() {
    return big == null;
  }

  /** The value when {@link #isLong()}. */
  public long longValue() {
    return small;
  }

  public BigDecimal decimal() {
    return big == null ? BigDecimal.valueOf(small) : big;
  }

  /** Whether the number has no fraction; numbers with huge exponents count as fractional. */
  public boolean isIntegral() {
    if (big == null) {
      return true;
    }
    if (Math.abs((long) big.scale()) > MAX_EXPONENT) {
      return false;
    }
    return big.signum() == 0 || big.scale() <= 0 || big.stripTrailingZeros().scale() <= 0;
  }

  /** The integer value, or null when the number is not integral. */
  public @Nullable BigInteger integer() {
    if (big == null) {
      return BigInteger.valueOf(small);
    }
    return isIntegral() ? big.toBigInteger() : null;
  }

  /** The value as an {@code int}, or -1 when it is no non-negative integer in range. */
  public int index() {
    if (big == null) {
      return small >= 0 && small <= Integer.MAX_VALUE ? (int) small : -1;
    }
    BigInteger whole = integer();
    return whole != null && whole.signum() >= 0 && whole.bitLength() < 32 ? whole.intValue() : -1;
  }

  public double doubleValue() {
    return big == null ? (double) small : big.doubleValue();
  }

  public int signum() {
    return big == null ? Long.signum(small) : big.signum();
  }

  int compareNumber(NumberValue other) {
    return big == null && other.big == null
        ? Long.compare(small, other.small)
        : decimal().compareTo(other.decimal());
  }

  @Override
  public int rank() {
    return 2;
  }

  @Override
  public String typeName() {
    return "number";
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NumberValue n && (n == this || compareNumber(n) == 0);
  }

  @Override
  public int hashCode() {
    if (big == null) {
      return Long.hashCode(small);
    }
    BigDecimal plain = big.signum() == 0 ? BigDecimal.ZERO : big.stripTrailingZeros();
    if (plain.scale() <= 0 && plain.precision() - (long) plain.scale() <= 19) {
      BigInteger whole = plain.toBigInteger();
      return whole.bitLength() < 64 ? Long.hashCode(whole.longValue()) : whole.hashCode();
    }
    return plain.hashCode();
  }

  /** The number as OPA prints it. */
  @Override
  public String toString() {
    return big == null ? Long.toString(small) : text;
  }
}
