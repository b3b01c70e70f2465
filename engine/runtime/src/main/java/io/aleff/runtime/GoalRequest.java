package io.aleff.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants: words, or a task with arguments.
 *
 * @param goal words; null when {@code task} is given
 * @param task name of a task; null when {@code goal} is given
 * @param arguments by parameter name; override what the words say
 * @param files put into the workspace; a file's name may be an argument
 * @param idempotencyKey a second request with the same key is answered with the first one's run
 */
public record GoalRequest(
    @Nullable String goal,
    @Nullable String task,
    Map<String, String> arguments,
    List<InputFile> files,
    @Nullable String idempotencyKey) {

  /** A file that comes with a goal. */
  public record InputFile(String name, long size, Content content) {}

  /** Opens the content; the caller closes it. */
  @FunctionalInterface
  public interface Content {
    InputStream open() throws IOException;
  }
}
