package io.aleff.server.web;

import io.aleff.runtime.Outcome;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** How the runtime's answers become HTTP. */
public final class Answers {

  /** Longest page that a client may ask for. */
  private static final int LONGEST_PAGE = 200;

  private Answers() {}

  /** The accepted value; a refusal ends the request with a problem. */
  public static <T> T accepted(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Accepted<T>(T value) -> value;
      case Outcome.Refused<T> refused -> throw new ProblemException(problem(refused));
    };
  }

  private static Problem problem(Outcome.Refused<?> refused) {
    HttpStatus status =
        switch (refused.kind()) {
          case NOT_FOUND -> HttpStatus.NOT_FOUND;
          case FORBIDDEN -> HttpStatus.FORBIDDEN;
          case CONFLICT -> HttpStatus.CONFLICT;
          case INVALID -> HttpStatus.UNPROCESSABLE_CONTENT;
        };
    Problem problem = Problem.of(status, refused.code(), refused.message());
    return refused.code().equals("no-task")
        ? problem.withNearestPhrases(refused.details())
        : problem.withDetails(refused.details());
  }

  /** The value, or a 404 that names what is missing. */
  public static <T> T found(@Nullable T value, String what) {
    if (value == null) {
      throw ProblemException.notFound(what);
    }
    return value;
  }

  /** A usable page size. */
  public static int limit(int asked) {
    if (asked < 1 || asked > LONGEST_PAGE) {
      throw new ProblemException(
          HttpStatus.BAD_REQUEST, "bad-parameter", "limit is 1 to " + LONGEST_PAGE + ".");
    }
    return asked;
  }
}
