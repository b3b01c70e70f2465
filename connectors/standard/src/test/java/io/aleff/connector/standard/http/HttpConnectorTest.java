package io.aleff.connector.standard.http;

import static io.aleff.connector.standard.Calls.failed;
import static io.aleff.connector.standard.Calls.object;
import static io.aleff.connector.standard.Calls.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.aleff.connector.ConnectorResult;
import io.aleff.connector.standard.Calls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class HttpConnectorTest {

  @TempDir Path folder;
  private Path workspace;
  private HttpServer server;
  private String host;
  private final ObjectNode settings = object().put("allowPrivateAddresses", true);
  private final HttpConnector connector = new HttpConnector();

  @BeforeEach
  void start() throws IOException {
    workspace = Files.createDirectory(folder.resolve("workspace"));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    host = "127.0.0.1:" + server.getAddress().getPort();
    answer("/ok", 200, "hello");
    answer("/missing", 404, "no");
    answer("/busy", 503, "later");
    redirect("/moved", "/ok");
    redirect("/away", "http://localhost:%d/ok".formatted(server.getAddress().getPort()));
    redirect("/loop", "/loop");
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void savesADocumentInTheWorkspace() throws Exception {
    ObjectNode output = succeeded(fetch("http://" + host + "/moved", "in/page.txt")).output();
    assertThat(Files.readString(workspace.resolve("in/page.txt"))).isEqualTo("hello");
    assertThat(output.path("url").asString()).endsWith("/ok");
    assertThat(output.path("size").asInt()).isEqualTo(5);
    assertThat(output.path("sha256").asString()).startsWith("2cf24dba");
  }

  @Test
  void aHostOffTheListIsRefusedEvenByRedirect() throws Exception {
    assertThat(failed(fetch("http://example.com/", "x")).message()).contains("egress list");
    assertThat(failed(fetch("http://" + host + "/away", "x")).code()).isEqualTo("refused");
    assertThat(failed(fetch("http://" + host + "/loop", "x")).message()).contains("redirects");
    assertThat(workspace).isEmptyDirectory();
  }

  @Test
  void privateAddressesAreRefusedUnlessTheSettingsAllowThem() throws Exception {
    settings.put("allowPrivateAddresses", false);
    ConnectorResult.Failed failed = failed(fetch("http://" + host + "/ok", "x"));
    assertThat(failed.code()).isEqualTo("refused");
    assertThat(failed.message()).contains("not a public address");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://127.0.0.1/x",
        "file:///etc/passwd",
        "http://user:pw@127.0.0.1/",
        "http:///x",
        "not an address",
        ""
      })
  void otherAddressesAreRefused(String url) throws Exception {
    assertThat(failed(fetch(url, "x")).code()).isEqualTo("refused");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "/etc/x", "a/../../x", "link/x", "link", ".git/config", ""})
  void pathsThatLeaveTheWorkspaceAreRefused(String path) throws Exception {
    Files.createSymbolicLink(workspace.resolve("link"), folder);
    assertThat(failed(fetch("http://" + host + "/ok", path)).code()).isEqualTo("refused");
    assertThat(folder.resolve("x")).doesNotExist();
  }

  @Test
  void statusesAreTransientOrNot() throws Exception {
    ConnectorResult.Failed missing = failed(fetch("http://" + host + "/missing", "x"));
    assertThat(missing.code()).isEqualTo("status");
    assertThat(missing.transientFailure()).isFalse();
    assertThat(failed(fetch("http://" + host + "/busy", "x")).transientFailure()).isTrue();
  }

  @Test
  void aDocumentThatIsTooLargeIsNotKept() throws Exception {
    settings.put("maxMb", 1);
    answer("/large", 200, "x".repeat(1024 * 1024 + 1));
    assertThat(failed(fetch("http://" + host + "/large", "x")).code()).isEqualTo("size");
    assertThat(workspace).isEmptyDirectory();
  }

  @Test
  void aServerThatNeverAnswersIsATransientTimeout() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      host = "127.0.0.1:" + silent.getLocalPort();
      ConnectorResult.Failed failed = failed(fetch("http://" + host + "/", "x"));
      assertThat(failed.code()).isEqualTo("timeout");
      assertThat(failed.transientFailure()).isTrue();
    }
  }

  @Test
  void headersCannotCarryLineBreaksOrReplaceTheHost() throws Exception {
    for (String name : List.of("Host", "X\r\nY", "Transfer-Encoding", "Proxy-Authorization")) {
      ObjectNode arguments = arguments("http://" + host + "/ok", "x");
      arguments.putObject("headers").put(name, "v");
      assertThat(failed(run(arguments)).message()).contains("may not be set");
    }
    ObjectNode arguments = arguments("http://" + host + "/ok", "x");
    arguments.putObject("headers").put("X-A", "v\r\nHost: evil");
    assertThat(failed(run(arguments)).message()).contains("may not be set");
  }

  private ConnectorResult fetch(String url, String saveAs) throws InterruptedException {
    return run(arguments(url, saveAs));
  }

  private static ObjectNode arguments(String url, String saveAs) {
    return object().put("url", url).put("saveAs", saveAs);
  }

  private ConnectorResult run(ObjectNode arguments) throws InterruptedException {
    return connector.run(
        Calls.call("http", "fetch", arguments, workspace, List.of(host), settings),
        (stream, text) -> {});
  }

  private void answer(String path, int status, String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    server.createContext(
        path,
        exchange -> {
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }

  private void redirect(String path, String target) {
    server.createContext(
        path,
        exchange -> {
          exchange.getResponseHeaders().set("Location", target);
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
  }
}
