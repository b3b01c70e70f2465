package io.aleff.cli.client;

import io.aleff.cli.CommandFailure;
import io.aleff.cli.ExitCode;
import io.aleff.definition.Json;
import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A request with files (RFC 7578). Files are sent from disk, whatever their size. */
public final class Multipart {

  private static final SecureRandom RANDOM = new SecureRandom();

  private final String boundary;
  private final List<BodyPublisher> parts = new ArrayList<>();

  private Multipart() {
    byte[] bytes = new byte[16];
    RANDOM.nextBytes(bytes);
    boundary = "aleff-" + HexFormat.of().formatHex(bytes);
  }

  /** Begins with the part {@code request} as JSON. */
  public static Multipart request(JsonNode request) {
    Multipart multipart = new Multipart();
    multipart.head("name=\"request\"", "application/json");
    multipart.parts.add(BodyPublishers.ofString(Json.MAPPER.writeValueAsString(request)));
    return multipart;
  }

  /**
   * Adds a file under its own name.
   *
   * @throws CommandFailure when there is no such file
   */
  public Multipart file(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new CommandFailure(ExitCode.USAGE, "There is no file " + file + ".");
    }
    String name = String.valueOf(file.getFileName()).replaceAll("[\"\\\\\\r\\n]", "_");
    head("name=\"files\"; filename=\"" + name + "\"", "application/octet-stream");
    try {
      parts.add(BodyPublishers.ofFile(file));
    } catch (FileNotFoundException e) {
      throw new CommandFailure(ExitCode.USAGE, "The file " + file + " cannot be read.");
    }
    return this;
  }

  private void head(String disposition, String type) {
    String text =
        (parts.isEmpty() ? "" : "\r\n")
            + "--%s\r\nContent-Disposition: form-data; %s\r\nContent-Type: %s\r\n\r\n"
                .formatted(boundary, disposition, type);
    parts.add(BodyPublishers.ofString(text, StandardCharsets.UTF_8));
  }

  String contentType() {
    return "multipart/form-data; boundary=" + boundary;
  }

  BodyPublisher body() {
    List<BodyPublisher> all = new ArrayList<>(parts);
    all.add(BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
    return BodyPublishers.concat(all.toArray(BodyPublisher[]::new));
  }
}
