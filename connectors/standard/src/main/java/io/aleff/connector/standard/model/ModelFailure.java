package io.aleff.connector.standard.model;

import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong, as a code and a sentence.
 *
 * @param passing whether the same call may succeed later
 */
record ModelFailure(String code, String message, boolean passing) {

  private static final int MOST_EXCERPT = 300;

  /**
   * @param key never part of a message; empty when there is none
   */
  static ModelFailure of(RuntimeException problem, String key) {
    EndedException ended = cause(problem, EndedException.class);
    if (ended != null) {
      return new ModelFailure(ended.code(), "" + ended.getMessage(), ended.passing());
    }
    if (cause(problem, ContentFilteredException.class) != null) {
      return new ModelFailure("filtered", "The model refused to answer.", false);
    }
    HttpException answer = cause(problem, HttpException.class);
    if (answer == null) {
      return new ModelFailure("malformed", "Its answer is not in the provider's format.", false);
    }
    String said = excerpt("" + answer.getMessage(), key);
    return status(problem, answer.statusCode(), said.isEmpty() ? "." : ": " + said);
  }

  private static ModelFailure status(RuntimeException problem, int status, String said) {
    return switch (problem) {
      case RateLimitException busy ->
          new ModelFailure("rate-limit", "It is asked too often (429)" + said, true);
      case AuthenticationException key ->
          new ModelFailure("key", "It does not accept the key (%d)".formatted(status), false);
      case ModelNotFoundException unknown ->
          new ModelFailure("not-found", "It does not know the model (404)" + said, false);
      default -> {
        boolean passing = status == 408 || status == 425 || status >= 500;
        yield new ModelFailure(
            "status", "It answered with status %d%s".formatted(status, said), passing);
      }
    };
  }

  private static String excerpt(String text, String key) {
    String safe = key.isEmpty() ? text : text.replace(key, "[key]");
    String line = safe.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return line.length() > MOST_EXCERPT ? line.substring(0, MOST_EXCERPT) + "…" : line;
  }

  private static <T extends Throwable> @Nullable T cause(Throwable problem, Class<T> type) {
    Throwable each = problem;
    for (int depth = 0; each != null && depth < 20; depth++) {
      if (type.isInstance(each)) {
        return type.cast(each);
      }
      each = each.getCause();
    }
    return null;
  }
}
