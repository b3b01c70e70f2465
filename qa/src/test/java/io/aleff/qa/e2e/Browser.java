package io.aleff.qa.e2e;

import io.aleff.definition.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A browser as the service knows it: the cookies of a login, and the token that forms repeat. */
final class Browser {

  private final HttpClient http = HttpClient.newHttpClient();
  private final String url;
  private final Map<String, String> cookies;

  private Browser(String url, Map<String, String> cookies) {
    this.url = url;
    this.cookies = cookies;
  }

  static Browser login(ServerProcess server, String user) throws IOException {
    var file = server.home().resolve("tokens").resolve(user + ".password");
    return login(server, user, Files.readString(file).strip());
  }

  static Browser login(ServerProcess server, String user, String password) {
    Map<String, String> cookies = new LinkedHashMap<>();
    Browser browser = new Browser(server.url(), cookies);
    HttpResponse<String> answer =
        browser.post("/session", Map.of("username", user, "password", password), null);
    if (answer.statusCode() != 200) {
      throw new AssertionError("Login of " + user + ": " + answer.statusCode());
    }
    for (String cookie : answer.headers().allValues("Set-Cookie")) {
      String pair = cookie.substring(0, cookie.indexOf(';'));
      int equals = pair.indexOf('=');
      cookies.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return browser;
  }

  /** The same browser after it lost one cookie. */
  Browser without(String cookie) {
    Map<String, String> left = new LinkedHashMap<>(cookies);
    left.remove(cookie);
    return new Browser(url, left);
  }

  /** What a page of the console repeats in the header of each change. */
  String token() {
    return cookies.getOrDefault("XSRF-TOKEN", "");
  }

  HttpResponse<String> post(String path, Object body, @Nullable String token) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + "/api/v1" + path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(Json.MAPPER.writeValueAsString(body)));
    if (!cookies.isEmpty()) {
      request.header(
          "Cookie",
          cookies.entrySet().stream()
              .map(each -> each.getKey() + "=" + each.getValue())
              .collect(Collectors.joining("; ")));
    }
    if (token != null) {
      request.header("X-XSRF-TOKEN", token);
    }
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
