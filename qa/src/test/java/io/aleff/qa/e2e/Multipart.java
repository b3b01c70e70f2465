package io.aleff.qa.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.aleff.definition.Json;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A form with a goal and files, written as is: nothing is escaped or checked. */
final class Multipart {

  private static final String BOUNDARY = "aleff-test-boundary";

  private final List<Part> parts = new ArrayList<>();

  private record Part(String head, long length, Supplier<InputStream> content) {}

  static Multipart goal(String goal) {
    return goal(goal, "application/json");
  }

  static Multipart goal(String goal, String type) {
    byte[] json = Json.MAPPER.writeValueAsBytes(Map.of("goal", goal));
    return new Multipart()
        .part("name=\"request\"", type, json.length, () -> new ByteArrayInputStream(json));
  }

  Multipart file(String name, String type, byte[] content) {
    return file(name, type, content.length, () -> new ByteArrayInputStream(content));
  }

  Multipart file(String name, String type, long length, Supplier<InputStream> content) {
    return part("name=\"files\"; filename=\"" + name + "\"", type, length, content);
  }

  private Multipart part(
      String disposition, String type, long length, Supplier<InputStream> content) {
    String head =
        "\r\n--%s\r\nContent-Disposition: form-data; %s\r\nContent-Type: %s\r\n\r\n"
            .formatted(BOUNDARY, disposition, type);
    parts.add(new Part(head, length, content));
    return this;
  }

  String type() {
    return "multipart/form-data; boundary=" + BOUNDARY;
  }

  BodyPublisher publisher() {
    byte[] tail = ("\r\n--" + BOUNDARY + "--\r\n").getBytes(UTF_8);
    long length = tail.length;
    for (Part part : parts) {
      length += part.head().getBytes(UTF_8).length + part.length();
    }
    return BodyPublishers.fromPublisher(
        BodyPublishers.ofInputStream(
            () -> {
              List<InputStream> streams = new ArrayList<>();
              for (Part part : parts) {
                streams.add(new ByteArrayInputStream(part.head().getBytes(UTF_8)));
                streams.add(part.content().get());
              }
              streams.add(new ByteArrayInputStream(tail));
              return new SequenceInputStream(Collections.enumeration(streams));
            }),
        length);
  }
}
