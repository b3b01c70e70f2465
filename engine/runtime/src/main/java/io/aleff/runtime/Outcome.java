package io.aleff.runtime;

import java.util.List;
import java.util.function.Function;

/** The answer to a request that may be refused. */
public sealed interface Outcome<T> {

  /** Accepted. */
  record Accepted<T>(T value) implements Outcome<T> {}

  /**
   * Refused; nothing was changed.
   *
   * @param code stable, for example {@code own-request}, {@code not-found}, {@code no-task}
   * @param details more lines for people: nearest phrases, rejected methods
   */
  record Refused<T>(Kind kind, String code, String message, List<String> details)
      implements Outcome<T> {

    /** The same refusal of another request. */
    public <R> Refused<R> as() {
      return new Refused<>(kind, code, message, details);
    }
  }

  /** What kind of answer a client should get. */
  enum Kind {
    NOT_FOUND,
    FORBIDDEN,
    CONFLICT,
    INVALID
  }

  static <T> Outcome<T> accepted(T value) {
    return new Accepted<>(value);
  }

  static <T> Outcome<T> refused(Kind kind, String code, String message) {
    return new Refused<>(kind, code, message, List.of());
  }

  static <T> Outcome<T> refused(Kind kind, String code, String message, List<String> details) {
    return new Refused<>(kind, code, message, details);
  }

  default <R> Outcome<R> map(Function<T, R> change) {
    return switch (this) {
      case Accepted<T>(T value) -> accepted(change.apply(value));
      case Refused<T> refused -> refused.as();
    };
  }

  default boolean isAccepted() {
    return this instanceof Accepted<T>;
  }
}
