package io.aleff.server.run;

import io.aleff.runtime.GoalRequest;
import io.aleff.server.web.ProblemException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** The JSON part of a goal; see {@link GoalRequest}. */
record GoalBody(
    @Nullable String goal,
    @Nullable String task,
    @Nullable Map<String, String> arguments,
    @Nullable String idempotencyKey) {

  private static final int LONGEST_GOAL = 2_000;
  private static final int LONGEST_KEY = 200;
  private static final int MOST_ARGUMENTS = 50;

  GoalRequest with(List<GoalRequest.InputFile> files) {
    String words = strip(goal);
    String name = strip(task);
    if ((words == null) == (name == null)) {
      throw bad("Either \"goal\" with words or \"task\" with a name is needed.");
    }
    if (words != null && words.length() > LONGEST_GOAL) {
      throw bad("A goal has at most " + LONGEST_GOAL + " characters.");
    }
    if (idempotencyKey != null
        && (idempotencyKey.isBlank() || idempotencyKey.length() > LONGEST_KEY)) {
      throw bad("An idempotencyKey has 1 to " + LONGEST_KEY + " characters.");
    }
    Map<String, String> given = arguments == null ? Map.of() : arguments;
    boolean usable =
        given.size() <= MOST_ARGUMENTS
            && given.entrySet().stream()
                .allMatch(
                    e ->
                        e.getValue() != null
                            && e.getKey().length() <= 100
                            && e.getKey().indexOf('\0') < 0
                            && e.getValue().length() <= LONGEST_GOAL);
    if (!usable) {
      throw bad("The arguments are too many, too long or null.");
    }
    return new GoalRequest(words, name, given, files, idempotencyKey);
  }

  private static @Nullable String strip(@Nullable String text) {
    return text == null || text.isBlank() ? null : text.strip();
  }

  private static ProblemException bad(String message) {
    return new ProblemException(HttpStatus.UNPROCESSABLE_CONTENT, "bad-goal", message);
  }
}
