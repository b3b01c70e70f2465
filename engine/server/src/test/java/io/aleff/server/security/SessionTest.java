package io.aleff.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.server.ServerTest;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionTest extends ServerTest {

  private static final String CHANGE = "/api/v1/runs/x1/cancel";

  @Test
  void aBrowserLogsInAndChangesThingsWithItsToken() throws Exception {
    Browser browser = login("demo-requester");

    assertThat(browser.cookies)
        .anySatisfy(
            cookie ->
                assertThat(cookie)
                    .startsWith("ALEFF_SESSION=")
                    .contains("HttpOnly")
                    .contains("SameSite=Strict"))
        .anySatisfy(
            cookie -> assertThat(cookie).startsWith("XSRF-TOKEN=").doesNotContain("HttpOnly"));
    HttpResponse<String> session = send(browser.request("/api/v1/session"));
    assertThat(json(session).path("username").asString()).isEqualTo("demo-requester");
    // Past the guards there is no such run.
    assertThat(code(send(browser.change(CHANGE)))).isEqualTo("404 not-found");
  }

  @Test
  void withoutTheTokenOfTheSessionNothingChanges() throws Exception {
    Browser browser = login("demo-requester");
    Browser other = login("demo-requester");

    assertThat(code(send(browser.request(CHANGE).POST(body("{}"))))).isEqualTo("403 csrf");
    assertThat(
            code(
                send(
                    browser
                        .request(CHANGE)
                        .header("X-XSRF-TOKEN", other.value("XSRF-TOKEN"))
                        .POST(body("{}")))))
        .isEqualTo("403 csrf");
    assertThat(
            code(
                send(
                    browser
                        .request(CHANGE + "?_csrf=" + browser.value("XSRF-TOKEN"))
                        .POST(body("{}")))))
        .isEqualTo("403 csrf");
  }

  @Test
  void afterLogoutTheCookieIsWorthNothing() throws Exception {
    Browser browser = login("demo-approver");

    assertThat(
            send(browser
                    .request("/api/v1/session")
                    .header("X-XSRF-TOKEN", browser.value("XSRF-TOKEN"))
                    .DELETE())
                .statusCode())
        .isEqualTo(204);
    assertThat(code(send(browser.request("/api/v1/session")))).isEqualTo("401 login-needed");
  }

  @Test
  void guessingIsSlowedDown() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThat(code(login("nobody", "guess" + i))).isEqualTo("401 bad-credentials");
    }

    HttpResponse<String> answer = login("nobody", "guess");
    assertThat(code(answer)).isEqualTo("429 login-throttled");
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
  }

  @Test
  void aFormOfAnotherSiteCannotLogIn() throws Exception {
    HttpResponse<String> answer =
        send(
            request("/api/v1/session")
                .header("Content-Type", "text/plain")
                .POST(body("{\"username\":\"admin\",\"password\":\"x\"}")));

    assertThat(answer.statusCode()).isEqualTo(415);
  }

  @Test
  void otherHostsAndOriginsAreRefused() throws Exception {
    assertThat(code(send(as("admin", "/api/v1/runs").header("Host", "rebound.example:80"))))
        .isEqualTo("421 unknown-host");
    assertThat(
            code(send(as("admin", CHANGE).header("Origin", "http://127.0.0.1:1").POST(body("{}")))))
        .isEqualTo("403 foreign-origin");
  }

  @Test
  void aWrongTokenIsNoToken() throws Exception {
    String right = secret("admin.token");
    String wrong = right.substring(0, right.length() - 2) + (right.endsWith("AA") ? "BB" : "AA");

    assertThat(code(send(request("/api/v1/runs").header("Authorization", "Bearer " + wrong))))
        .isEqualTo("401 bad-credentials");
  }

  @Test
  void everyAnswerCarriesTheHeaders() throws Exception {
    for (String path : List.of("/", "/api/v1/runs", "/api/v1/session", "/nothing.png")) {
      HttpResponse<String> answer = send(request(path));
      assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
          .as(path)
          .contains("default-src 'none'; script-src 'self'; style-src-elem 'self' 'nonce-")
          .contains("frame-ancestors 'none'");
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
      assertThat(answer.headers().firstValue("Referrer-Policy")).contains("no-referrer");
    }
  }

  @Test
  void evenBrokenAddressesGetAProblem() throws Exception {
    HttpResponse<String> answer = send(as("admin", "/api/v1/runs/%00"));

    assertThat(code(answer)).isEqualTo("400 bad-request");
  }

  @Test
  void tokenFilesAreForTheirOwnerOnly() throws IOException {
    for (String user : List.of("admin", "demo-requester", "demo-approver")) {
      Path file = HOME.resolve("tokens").resolve(user + ".token");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  private HttpResponse<String> login(String user, String password) throws Exception {
    return send(
        request("/api/v1/session")
            .header("Content-Type", "application/json")
            .POST(body("{\"username\":\"%s\",\"password\":\"%s\"}".formatted(user, password))));
  }

  private Browser login(String user) throws Exception {
    HttpResponse<String> answer = login(user, secret(user + ".password"));
    assertThat(answer.statusCode()).isEqualTo(200);
    return new Browser(answer.headers().allValues("Set-Cookie"));
  }

  private final class Browser {
    private final List<String> cookies;

    private Browser(List<String> cookies) {
      this.cookies = cookies;
    }

    private String value(String name) {
      return cookies.stream()
          .filter(cookie -> cookie.startsWith(name + "="))
          .map(cookie -> cookie.substring(name.length() + 1, cookie.indexOf(';')))
          .findFirst()
          .orElseThrow();
    }

    private HttpRequest.Builder request(String path) {
      return SessionTest.this
          .request(path)
          .header(
              "Cookie",
              "ALEFF_SESSION=" + value("ALEFF_SESSION") + "; XSRF-TOKEN=" + value("XSRF-TOKEN"));
    }

    private HttpRequest.Builder change(String path) {
      return request(path)
          .header("X-XSRF-TOKEN", value("XSRF-TOKEN"))
          .header("Content-Type", "application/json")
          .POST(body("{}"));
    }
  }
}
