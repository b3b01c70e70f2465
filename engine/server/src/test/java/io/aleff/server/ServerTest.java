package io.aleff.server;

import io.aleff.definition.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/** The whole server on a real database, spoken to over HTTP. One for all tests of this JVM. */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    classes = {AleffServer.class, UnlistedController.class},
    properties = {
      "aleff.demo=true",
      "aleff.security.login-failures=3",
      "aleff.upload.max-file-size=1MB",
      "aleff.events.heartbeat=500ms"
    })
public abstract class ServerTest {

  protected static final Path HOME = home();
  protected static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  @LocalServerPort private int port;

  private static Path home() {
    try {
      // Some request headers that a browser sends are not allowed to be set otherwise.
      System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host,origin,content-length");
      return Files.createTempDirectory("aleff-server-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @DynamicPropertySource
  static void settings(DynamicPropertyRegistry registry) {
    registry.add("aleff.home", HOME::toString);
  }

  protected HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(60));
  }

  protected HttpRequest.Builder as(String user, String path) throws IOException {
    return request(path).header("Authorization", "Bearer " + secret(user + ".token"));
  }

  protected static String secret(String file) throws IOException {
    return Files.readString(HOME.resolve("tokens").resolve(file)).strip();
  }

  protected static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  protected static JsonNode json(HttpResponse<String> response) {
    return Json.MAPPER.readTree(response.body());
  }

  protected static String code(HttpResponse<String> response) {
    return response.statusCode() + " " + json(response).path("code").asString("");
  }

  protected static HttpRequest.BodyPublisher body(String json) {
    return HttpRequest.BodyPublishers.ofString(json);
  }
}
