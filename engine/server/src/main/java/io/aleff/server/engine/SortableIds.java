package io.aleff.server.engine;

import io.aleff.runtime.port.Ids;
import java.security.SecureRandom;
import java.time.Clock;

/** Identifiers of 26 characters: 50 bits of milliseconds, then 80 random bits, in base 32. */
final class SortableIds implements Ids {

  private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final int TIME_DIGITS = 10;
  private static final int RANDOM_DIGITS = 16;

  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  SortableIds(Clock clock) {
    this.clock = clock;
  }

  @Override
  public String next() {
    StringBuilder out = new StringBuilder(TIME_DIGITS + RANDOM_DIGITS);
    long time = clock.millis();
    for (int shift = 5 * (TIME_DIGITS - 1); shift >= 0; shift -= 5) {
      out.append(DIGITS.charAt((int) (time >>> shift) & 31));
    }
    byte[] bytes = new byte[RANDOM_DIGITS];
    random.nextBytes(bytes);
    for (byte b : bytes) {
      out.append(DIGITS.charAt(b & 31));
    }
    return out.toString();
  }
}
