package io.aleff.definition;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How far an effect can be undone, best first. A chain of actions takes the worst of its members.
 */
public enum Reversibility {
  READ_ONLY,
  REVERSIBLE,
  COMPENSATABLE,
  IRREVERSIBLE;

  /** As definitions write it, for example {@code read-only}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The class that definitions write so; null when there is none. */
  public static @Nullable Reversibility ofWord(String word) {
    for (Reversibility candidate : values()) {
      if (candidate.word().equals(word)) {
        return candidate;
      }
    }
    return null;
  }

  public Reversibility worse(Reversibility other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
