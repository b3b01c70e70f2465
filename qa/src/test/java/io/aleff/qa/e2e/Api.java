package io.aleff.qa.e2e;

import io.aleff.definition.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/** The REST API as one user sees it. */
final class Api {

  private static final Set<String> ENDED = Set.of("success", "failed", "cancelled", "rolled_back");

  private final HttpClient http = HttpClient.newHttpClient();
  private final String base;
  private final String token;

  Api(String url, String token) {
    this.base = url + "/api/v1";
    this.token = token;
  }

  /** The same token at another address. */
  Api at(String url) {
    return new Api(url, token);
  }

  HttpResponse<String> get(String path) {
    return send(request(path).GET().build());
  }

  HttpResponse<String> post(String path, Object body) {
    String json = Json.MAPPER.writeValueAsString(body);
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .build());
  }

  /** Posts an archive of definitions. */
  HttpResponse<String> release(byte[] archive) {
    return send(
        request("/releases?message=test")
            .header("Content-Type", "application/zip")
            .POST(BodyPublishers.ofByteArray(archive))
            .build());
  }

  /** An answer that goes on; the caller closes it. */
  HttpResponse<InputStream> stream(String path) {
    try {
      return http.send(request(path).GET().build(), BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  JsonNode json(String path) {
    HttpResponse<String> answer = get(path);
    if (answer.statusCode() != 200) {
      throw new AssertionError("GET " + path + ": " + answer.statusCode() + " " + answer.body());
    }
    return Json.MAPPER.readTree(answer.body());
  }

  HttpResponse<String> delete(String path) {
    return send(request(path).DELETE().build());
  }

  /** Asks for a goal about one file; returns the whole answer. */
  HttpResponse<String> submit(String goal, Path file) {
    try {
      return submit(goal, file.getFileName().toString(), "text/csv", Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As a client would that chooses name and type of the file itself. */
  HttpResponse<String> submit(String goal, String file, String type, byte[] content) {
    return post("/runs", Multipart.goal(goal).file(file, type, content));
  }

  HttpResponse<String> post(String path, Multipart body) {
    return send(request(path).header("Content-Type", body.type()).POST(body.publisher()).build());
  }

  /** Posts bytes under any name. */
  HttpResponse<String> post(String path, String type, String body) {
    return send(
        request(path).header("Content-Type", type).POST(BodyPublishers.ofString(body)).build());
  }

  /** The id of a run for the demo's goal. */
  String run(Path file) {
    HttpResponse<String> answer =
        submit("analyse " + file.getFileName() + " and send the report to ana@example.com", file);
    if (answer.statusCode() != 201) {
      throw new AssertionError("POST /runs: " + answer.statusCode() + " " + answer.body());
    }
    return Json.MAPPER.readTree(answer.body()).get("id").asString();
  }

  /** Waits until the run has ended. */
  JsonNode untilEnded(String run, Duration atMost) {
    return until(run, atMost, ENDED);
  }

  /** Waits until the run is in one of the states. */
  JsonNode until(String run, Duration atMost, Set<String> states) {
    return Awaitility.await("run " + run + " is " + states)
        .atMost(atMost)
        .pollInterval(Duration.ofMillis(150))
        .until(() -> json("/runs/" + run), view -> states.contains(view.get("state").asString()));
  }

  /** The open approval of a run, waited for. */
  JsonNode approval(String run, Duration atMost) {
    return Awaitility.await("run " + run + " waits for approval")
        .atMost(atMost)
        .pollInterval(Duration.ofMillis(150))
        .until(
            () ->
                json("/approvals?state=open")
                    .get("items")
                    .valueStream()
                    .filter(a -> a.get("runId").asString().equals(run))
                    .findFirst()
                    .orElse(null),
            found -> found != null);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .timeout(Duration.ofSeconds(60))
        .header("Authorization", "Bearer " + token);
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
