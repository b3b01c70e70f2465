package io.aleff.sandbox;

/**
 * How one limit is enforced on this machine.
 *
 * @param limit for example {@code memory}
 * @param how for people, for example {@code cgroup v1}
 */
public record Enforcement(String limit, Level level, String how) {

  /** How far a limit reaches; the order is from nothing to all. */
  public enum Level {
    NONE("not at all"),
    PER_PROCESS("per process only"),
    TOTAL("total");

    private final String words;

    Level(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  static Enforcement total(String limit, String how) {
    return new Enforcement(limit, Level.TOTAL, how);
  }

  /** One line for people. */
  public String line() {
    return "%s: %s%s".formatted(limit, level.words(), how.isEmpty() ? "" : ", " + how);
  }
}
