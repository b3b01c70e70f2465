package io.aleff.cli.run;

import io.aleff.cli.terminal.Excerpt;
import io.aleff.cli.terminal.SafeText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What several views read from the API's objects, made safe for a terminal. */
public final class Fields {

  private static final int DIGEST_SHOWN = 12;

  /** Codes that add nothing to what their message says. */
  private static final Set<String> PLAIN_FAILURES = Set.of("", "exit", "denied", "rejected");

  private Fields() {}

  /** A text on one line; empty when absent. */
  public static String text(JsonNode object, String key) {
    JsonNode value = object.path(key);
    return value.isMissingNode() || value.isNull()
        ? ""
        : SafeText.line(value.asString(value.toString()));
  }

  /** The first digits of a digest or commit. */
  public static String digest(JsonNode object, String key) {
    String all = text(object, key);
    return all.substring(0, Math.min(DIGEST_SHOWN, all.length()));
  }

  /** A moment in UTC to the second: {@code 2026-11-21 10:45:07}; empty when absent. */
  public static String moment(JsonNode object, String key) {
    String text = text(object, key);
    return text.length() < 19 ? text : text.substring(0, 19).replace('T', ' ');
  }

  /** Reasons in words, whether the service gives texts or objects with a source. */
  public static List<String> reasons(JsonNode list) {
    List<String> words = new ArrayList<>();
    for (JsonNode reason : list) {
      String source = text(reason, "source");
      String message = reason.isObject() ? text(reason, "message") : reason.asString("");
      words.add(SafeText.line(message) + (source.isEmpty() ? "" : " [" + source + "]"));
    }
    return words;
  }

  /** A text of several lines as one: what failed, and its last line. */
  public static String gist(JsonNode object, String key) {
    return Excerpt.gist(object.path(key).asString(""));
  }

  /** What a step's error says, on one line; what a program printed before stands elsewhere. */
  public static String error(JsonNode step) {
    JsonNode error = step.path("error");
    if (!error.isObject()) {
      return gist(step, "error");
    }
    String code = text(error, "code");
    String message = gist(error, "message");
    boolean plain = PLAIN_FAILURES.contains(code) || message.startsWith(code);
    if (message.isEmpty()) {
      return code;
    }
    return plain ? message : code + ": " + message;
  }

  /** {@code name(a=b, c=d)}. */
  public static String call(String name, JsonNode arguments) {
    String inside =
        arguments.properties().stream()
            .map(Fields::argument)
            .collect(Collectors.joining(", ", "(", ")"));
    return SafeText.line(name) + inside;
  }

  private static String argument(Map.Entry<String, JsonNode> entry) {
    JsonNode value = entry.getValue();
    return SafeText.line(entry.getKey() + "=" + value.asString(value.toString()));
  }

  /** {@code 340 ms}, {@code 2.1 s} or {@code 3 min 5 s}; empty when not known. */
  public static String duration(JsonNode step) {
    JsonNode millis = step.path("durationMs");
    return millis.isNumber() ? duration(millis.longValue()) : "";
  }

  static String duration(long millis) {
    if (millis < 1_000) {
      return millis + " ms";
    }
    if (millis < 60_000) {
      return millis / 1_000 + "." + millis % 1_000 / 100 + " s";
    }
    return millis / 60_000 + " min " + millis % 60_000 / 1_000 + " s";
  }

  /** {@code 512 B}, {@code 3.4 KB}, {@code 1.2 MB}. */
  public static String size(long bytes) {
    if (bytes < 1_000) {
      return bytes + " B";
    }
    long unit = bytes < 1_000_000 ? 1_000 : 1_000_000;
    return bytes / unit + "." + bytes % unit * 10 / unit + (unit == 1_000 ? " KB" : " MB");
  }
}
