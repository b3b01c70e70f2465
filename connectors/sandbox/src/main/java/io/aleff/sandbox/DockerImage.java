package io.aleff.sandbox;

import io.aleff.connector.SandboxProfile;
import io.aleff.definition.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The image that containers are made from, pinned: a tag may come to mean another one.
 *
 * @param id {@code sha256:…} of the engine
 * @param programs absolute paths of interpreters that it has
 */
public record DockerImage(String id, List<String> programs) {

  private static final Pattern ID = Pattern.compile("sha256:[0-9a-f]{64}");

  public DockerImage {
    programs = List.copyOf(programs);
  }

  /** Empty when there is no such file or it is none of these. */
  public static Optional<DockerImage> read(Path file) {
    try {
      JsonNode json = Json.MAPPER.readTree(Files.readString(file));
      List<String> programs = new ArrayList<>();
      json.path("programs").forEach(each -> programs.add(each.asString("")));
      String id = json.path("id").asString("");
      return ID.matcher(id).matches()
          ? Optional.of(new DockerImage(id, programs))
          : Optional.empty();
    } catch (IOException | JacksonException none) {
      return Optional.empty();
    }
  }

  void write(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    ObjectNode json = Json.MAPPER.createObjectNode().put("id", id);
    programs.forEach(json.putArray("programs")::add);
    Files.writeString(file, Json.MAPPER.writeValueAsString(json) + "\n");
  }

  /** The interpreter that a profile's programs run with; empty when the image has none. */
  public Optional<String> interpreter(SandboxProfile profile) {
    return firstOf(profile.interpreters());
  }

  /** The first program that fits one of the patterns, {@code *} for any part of a name. */
  private Optional<String> firstOf(List<String> patterns) {
    return patterns.stream()
        .map(DockerImage::pattern)
        .flatMap(pattern -> programs.stream().filter(each -> pattern.matcher(each).matches()))
        .findFirst();
  }

  static Pattern pattern(String interpreter) {
    return Pattern.compile(Pattern.quote(interpreter).replace("*", "\\E[^/]*\\Q"));
  }
}
