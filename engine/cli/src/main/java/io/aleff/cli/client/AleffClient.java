package io.aleff.cli.client;

import io.aleff.cli.CommandFailure;
import io.aleff.cli.ExitCode;
import io.aleff.definition.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The service's HTTP API. Every method throws {@link ApiProblem} when the service refuses, and
 * {@link CommandFailure} with {@link ExitCode#UNREACHABLE} when none answers.
 */
public final class AleffClient {

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofMinutes(2);

  private final HttpClient http;
  private final URI server;
  private final @Nullable String token;

  AleffClient(URI server, @Nullable String token) {
    this.server = server;
    this.token = token;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  public URI server() {
    return server;
  }

  /** A page of the console, for example {@code inbox/a1}. */
  public String console(String page) {
    return server + "/console/" + page;
  }

  /** One part of a path, encoded. */
  public static String part(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  public JsonNode get(String path) {
    return json(send(request(path).GET().build()));
  }

  public String text(String path) {
    return new String(bytes(path), StandardCharsets.UTF_8);
  }

  public byte[] bytes(String path) {
    return send(request(path).GET().build()).body();
  }

  public JsonNode post(String path, JsonNode body) {
    BodyPublisher json = BodyPublishers.ofString(Json.MAPPER.writeValueAsString(body));
    return json(send(request(path).header("Content-Type", "application/json").POST(json).build()));
  }

  public JsonNode post(String path) {
    return json(send(request(path).POST(BodyPublishers.noBody()).build()));
  }

  public JsonNode post(String path, Multipart form) {
    return json(
        send(request(path).header("Content-Type", form.contentType()).POST(form.body()).build()));
  }

  public JsonNode post(String path, byte[] body, String contentType) {
    return json(
        send(
            request(path)
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofByteArray(body))
                .build()));
  }

  /** The live events of the whole tenant, from now on. Close it. */
  public EventStream events() {
    return new EventStream(http, () -> request("/events").header("Accept", "text/event-stream"));
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(server + "/api/v1" + path))
            .header("Accept", "application/json, application/problem+json, */*;q=0.5")
            .header("User-Agent", "aleff-cli");
    if (token != null) {
      builder.header("Authorization", "Bearer " + token);
    }
    return builder;
  }

  private HttpResponse<byte[]> send(HttpRequest request) {
    HttpRequest limited =
        HttpRequest.newBuilder(request, (name, value) -> true).timeout(ANSWER).build();
    try {
      HttpResponse<byte[]> response = http.send(limited, BodyHandlers.ofByteArray());
      if (response.statusCode() / 100 != 2) {
        throw new ApiProblem(response.statusCode(), problem(response));
      }
      return response;
    } catch (IOException e) {
      throw unreachable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(ExitCode.FAILURE, "Interrupted.");
    }
  }

  private CommandFailure unreachable(IOException e) {
    String why = e.getMessage() == null ? "" : " (" + e.getMessage() + ")";
    return new CommandFailure(
        ExitCode.UNREACHABLE,
        "No service answers at " + server + why + ".",
        List.of("Start it with: ./aleff up"));
  }

  private static JsonNode json(HttpResponse<byte[]> response) {
    if (response.body().length == 0) {
      return JsonNodeFactory.instance.objectNode();
    }
    try {
      return Json.MAPPER.readTree(response.body());
    } catch (JacksonException e) {
      throw new CommandFailure(
          ExitCode.FAILURE,
          "The answer of " + response.uri() + " is not JSON.",
          List.of("Maybe something else than Aleff listens there?"));
    }
  }

  private static JsonNode problem(HttpResponse<byte[]> response) {
    try {
      JsonNode read = Json.MAPPER.readTree(response.body());
      return read.isObject() ? read : JsonNodeFactory.instance.objectNode();
    } catch (JacksonException e) {
      return JsonNodeFactory.instance.objectNode();
    }
  }
}
