package io.aleff.server.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes guessing passwords slow: after some failures for one user from one address, or ten times as
 * many from one address, further tries have to wait. A right password starts anew.
 */
final class LoginThrottle {

  private static final int REMEMBERED = 10_000;
  private static final int ADDRESS_FACTOR = 10;

  private final int failures;
  private final Duration wait;
  private final Clock clock;

  private final LinkedHashMap<String, Failed> failed =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failed> eldest) {
          return size() > REMEMBERED;
        }
      };

  LoginThrottle(int failures, Duration wait, Clock clock) {
    this.failures = failures;
    this.wait = wait;
    this.clock = clock;
  }

  /** How long a try has to wait; zero when it need not. */
  synchronized Duration delay(String user, String address) {
    Duration one = delay(user + "\n" + address, failures);
    Duration all = delay(address, failures * ADDRESS_FACTOR);
    return one.compareTo(all) >= 0 ? one : all;
  }

  synchronized void failed(String user, String address) {
    count(user + "\n" + address);
    count(address);
  }

  synchronized void succeeded(String user, String address) {
    failed.remove(user + "\n" + address);
  }

  private Duration delay(String key, int allowed) {
    Failed before = failed.get(key);
    if (before == null || before.count() < allowed) {
      return Duration.ZERO;
    }
    Duration left = Duration.between(clock.instant(), before.last().plus(wait));
    return left.isNegative() ? Duration.ZERO : left;
  }

  private void count(String key) {
    Instant now = clock.instant();
    Failed before = failed.get(key);
    boolean recent = before != null && !before.last().plus(wait.multipliedBy(10)).isBefore(now);
    failed.put(key, new Failed(before != null && recent ? before.count() + 1 : 1, now));
  }

  private record Failed(int count, Instant last) {}
}
