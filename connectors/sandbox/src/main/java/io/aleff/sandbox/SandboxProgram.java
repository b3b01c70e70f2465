package io.aleff.sandbox;

import io.aleff.connector.ConnectorCall;
import io.aleff.connector.SandboxProfile;
import io.aleff.connector.SandboxProfiles;
import io.aleff.definition.Suggestions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is to be run.
 *
 * @param profile how programs of its kind are run
 * @param files content by relative path, laid out read-only for the program
 * @param main the path among them that is run
 */
public record SandboxProgram(
    SandboxProfile profile,
    Map<String, byte[]> files,
    String main,
    List<String> arguments,
    String standardInput,
    Map<String, String> environment) {

  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");
  private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_@+ .-]{1,128}");
  private static final Map<String, String> BASE =
      Map.of(
          "PATH", "/usr/local/bin:/usr/bin:/bin",
          "HOME", "/tmp",
          "TMPDIR", "/tmp",
          "LANG", "C.UTF-8",
          "TZ", "UTC",
          "ALEFF_WORKSPACE", "/workspace");
  private static final List<String> KEYS = List.of("script", "code", "args", "stdin", "env");

  /** The kernel's own bound on one argument is 128 KiB. */
  private static final int LONGEST_ARGUMENT = 100_000;

  private static final int ALL_ARGUMENTS = 1_000_000;

  /**
   * The words of the command, with the call's arguments at the end.
   *
   * @param main the program's path inside of the sandbox
   */
  List<String> command(String interpreter, String main, SandboxLimits limits) {
    List<String> words = new ArrayList<>();
    for (String word : profile.command()) {
      words.add(
          word.replace("${interpreter}", interpreter)
              .replace("${main}", main)
              .replace("${heapMb}", Integer.toString(limits.heapMb())));
    }
    words.addAll(arguments);
    return words;
  }

  /** Every variable of the program's environment: the sandbox's, the profile's, the call's. */
  Map<String, String> variables() {
    Map<String, String> all = new LinkedHashMap<>(BASE);
    all.putAll(profile.environment());
    all.putAll(environment);
    return all;
  }

  /** A call that was understood, or everything that is wrong with it. */
  sealed interface Reading {

    record Ready(SandboxProgram program) implements Reading {}

    record Refused(List<String> problems) implements Reading {}
  }

  static Reading read(ConnectorCall call) {
    List<String> problems = new ArrayList<>();
    JsonNode profiles = call.manifest().settings().path(SandboxProfiles.SETTING);
    JsonNode profile = profiles.path(call.operation());
    if (!profile.isObject()) {
      problems.add(
          "The sandbox has no operation %s, expected one of %s."
              .formatted(call.operation(), String.join(", ", profiles.propertyNames())));
      return new Reading.Refused(problems);
    }
    return new Reader(call.arguments(), call.files(), problems).read(SandboxProfile.of(profile));
  }

  /** Reads the arguments of one call, collecting every problem. */
  private record Reader(ObjectNode arguments, Map<String, byte[]> released, List<String> problems) {

    Reading read(SandboxProfile profile) {
      arguments.propertyNames().forEach(this::checkKey);
      Map<String, byte[]> files = new LinkedHashMap<>();
      String main = source(profile, files);
      List<String> args = strings("args");
      String stdin = text("stdin");
      Map<String, String> environment = environment();
      if (main == null || !problems.isEmpty()) {
        return new Reading.Refused(List.copyOf(problems));
      }
      return new Reading.Ready(new SandboxProgram(profile, files, main, args, stdin, environment));
    }

    private void checkKey(String key) {
      if (!KEYS.contains(key)) {
        String nearest = Suggestions.nearest(key, KEYS);
        problems.add(
            "The sandbox takes no argument %s, expected %s.%s"
                .formatted(
                    key,
                    String.join(", ", KEYS),
                    nearest == null ? "" : " Maybe " + nearest + "?"));
      }
    }

    private @Nullable String source(SandboxProfile profile, Map<String, byte[]> files) {
      boolean script = arguments.has("script");
      if (script == arguments.has("code")) {
        problems.add("Expected either script (a path of the release) or code (source text).");
        return null;
      }
      if (!script) {
        String code = text("code");
        files.put(profile.source(), code.getBytes(StandardCharsets.UTF_8));
        return profile.source();
      }
      String path = text("script");
      if (!released.containsKey(path)) {
        String nearest = Suggestions.nearest(path, released.keySet());
        problems.add(
            "The call carries no file %s.%s"
                .formatted(path, nearest == null ? "" : " Maybe " + nearest + "?"));
        return null;
      }
      released.forEach((name, bytes) -> addFile(files, name, bytes));
      return path;
    }

    private void addFile(Map<String, byte[]> files, String name, byte[] bytes) {
      for (String segment : name.split("/", -1)) {
        if (!SEGMENT.matcher(segment).matches() || segment.equals(".") || segment.equals("..")) {
          problems.add("%s is not a plain relative path.".formatted(name));
          return;
        }
      }
      files.put(name, bytes);
    }

    private String text(String key) {
      JsonNode value = arguments.path(key);
      if (value.isMissingNode()) {
        return "";
      }
      if (!value.isString()) {
        problems.add("%s is not text.".formatted(key));
        return "";
      }
      return value.asString();
    }

    private List<String> strings(String key) {
      JsonNode value = arguments.path(key);
      List<String> strings = new ArrayList<>();
      if (value.isMissingNode()) {
        return strings;
      }
      if (!value.isArray()) {
        problems.add("%s is not a list of texts.".formatted(key));
        return strings;
      }
      int all = 0;
      for (JsonNode each : value) {
        String place = "%s[%d]".formatted(key, strings.size());
        strings.add(each.isString() ? argument(place, each.asString()) : notText(place));
        all += strings.getLast().length();
      }
      if (all > ALL_ARGUMENTS) {
        problems.add("%s is longer than %d characters in all.".formatted(key, ALL_ARGUMENTS));
      }
      return strings;
    }

    private Map<String, String> environment() {
      JsonNode value = arguments.path("env");
      Map<String, String> variables = new LinkedHashMap<>();
      if (value.isMissingNode()) {
        return variables;
      }
      if (!value.isObject()) {
        problems.add("env is not an object of texts.");
        return variables;
      }
      for (Map.Entry<String, JsonNode> each : value.properties()) {
        String place = "env." + each.getKey();
        if (!VARIABLE.matcher(each.getKey()).matches()) {
          problems.add("%s is not a name of a variable.".formatted(place));
        }
        JsonNode text = each.getValue();
        variables.put(
            each.getKey(), text.isString() ? argument(place, text.asString()) : notText(place));
      }
      return variables;
    }

    private String notText(String place) {
      problems.add("%s is not text.".formatted(place));
      return "";
    }

    private String argument(String place, String text) {
      if (text.indexOf('\0') >= 0) {
        problems.add("%s has a NUL character.".formatted(place));
      }
      if (text.length() > LONGEST_ARGUMENT) {
        problems.add(
            "%s is longer than %d characters. Maybe pass it as stdin or a file."
                .formatted(place, LONGEST_ARGUMENT));
      }
      return text;
    }
  }
}
