package io.aleff.htn;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** How literals are written in facts. */
final class Literals {
  private Literals() {}

  /** The one notation of a number, so that equal numbers are equal arguments; null if none. */
  static @Nullable String number(String text) {
    if (text.length() > 100) {
      return null;
    }
    try {
      BigDecimal value = new BigDecimal(text.strip());
      return Math.abs((long) value.scale()) > 400 ? null : plain(value);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  static String plain(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }
}
