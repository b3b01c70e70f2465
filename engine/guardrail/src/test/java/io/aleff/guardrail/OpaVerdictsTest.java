package io.aleff.guardrail;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.aleff.definition.Json;
import io.aleff.definition.SourceText;
import io.aleff.guardrail.opa.OpaServer;
import io.aleff.guardrail.opa.OpaVerdicts;
import io.aleff.guardrail.opa.OpaVerdicts.WhenAway;
import io.aleff.rego.Evaluation;
import io.aleff.rego.Limits;
import io.aleff.rego.Policy;
import io.aleff.rego.Rego;
import io.aleff.rego.bundle.Bundle;
import io.aleff.rego.bundle.Manifest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class OpaVerdictsTest {

  private static final String RELEASE = "r1";
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final SourceText POLICY =
      new SourceText(
          "policies/rego/x.rego",
          """
          package aleff.guardrails.x

          default allow := false

          allow if input.n < 5

          deny contains sprintf("%d is too much", [input.n]) if input.n > 100
          """);

  private final Deque<String> answers = new ArrayDeque<>();
  private final AtomicInteger asked = new AtomicInteger();
  private HttpServer server;
  private @Nullable String authorization;

  OpaVerdictsTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void start() {
    server.createContext(
        "/v1/data/aleff/guardrails",
        exchange -> {
          asked.incrementAndGet();
          authorization = exchange.getRequestHeaders().getFirst("Authorization");
          exchange.getRequestBody().readAllBytes();
          String answer = answers.size() > 1 ? answers.remove() : answers.element();
          int status = answer.startsWith("{") ? 200 : Integer.parseInt(answer);
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private static String document(String revision) {
    return "{\"result\": {\"x\": {\"allow\": true}},"
        + " \"provenance\": {\"bundles\": {\"aleff\": {\"revision\": \""
        + revision
        + "\"}}}}";
  }

  private OpaServer opa(int attempts) {
    return opa("http://127.0.0.1:" + server.getAddress().getPort(), attempts);
  }

  private static OpaServer opa(String url, int attempts) {
    return new OpaServer(
        new OpaServer.Settings(
            URI.create(url),
            "t0ken",
            Duration.ofSeconds(2),
            attempts,
            Duration.ofMinutes(5),
            null));
  }

  private static Evaluation evaluate(OpaServer opa, WhenAway whenAway) {
    VerdictSource here = (input, now) -> new Evaluation.Undefined();
    return new OpaVerdicts(opa, RELEASE, whenAway, here)
        .evaluate(Json.MAPPER.createObjectNode(), NOW);
  }

  @Test
  void takesTheVerdictOfAServerWithTheSameRelease() {
    answers.add(document(RELEASE));
    Evaluation evaluation = evaluate(opa(1), WhenAway.DENY);
    assertThat(evaluation)
        .isEqualTo(new Evaluation.Defined(Json.MAPPER.readTree("{\"x\": {\"allow\": true}}")));
    assertThat(authorization).isEqualTo("Bearer t0ken");
  }

  @Test
  void aServerWithAnotherReleaseCountsAsAway() {
    answers.add(document("r0"));
    assertThat(evaluate(opa(1), WhenAway.DENY)).isInstanceOf(Evaluation.Failed.class);
    assertThat(evaluate(opa(1), WhenAway.IN_PROCESS)).isInstanceOf(Evaluation.Undefined.class);
  }

  @Test
  void anAnswerOfAnotherFormDenies() {
    for (String result :
        List.of(
            "true",
            "[]",
            "{}",
            "{\"x\": 1}",
            "{\"x\": {\"allow\": \"yes\"}}",
            "{\"x\": {\"allow\": true, \"deny\": \"no\"}}")) {
      answers.clear();
      answers.add(document(RELEASE).replace("{\"x\": {\"allow\": true}}", result));
      assertThat(evaluate(opa(1), WhenAway.IN_PROCESS))
          .isInstanceOfSatisfying(
              Evaluation.Defined.class,
              d ->
                  assertThat(Verdicts.read(d.value(), List.of("aleff.guardrails.x")).verdict())
                      .as(result)
                      .isEqualTo(Decision.Verdict.DENY));
    }
    answers.clear();
    answers.add("{not JSON");
    assertThat(evaluate(opa(1), WhenAway.IN_PROCESS)).isInstanceOf(Evaluation.Failed.class);
  }

  @Test
  void asksAgain() {
    answers.addAll(List.of("503", document(RELEASE)));
    assertThat(evaluate(opa(2), WhenAway.DENY)).isInstanceOf(Evaluation.Defined.class);
    assertThat(asked).hasValue(2);
  }

  @Test
  void aRefusalIsADenyWhateverIsConfigured() {
    answers.add("401");
    assertThat(evaluate(opa(3), WhenAway.IN_PROCESS)).isInstanceOf(Evaluation.Failed.class);
    assertThat(asked).hasValue(1);
  }

  @Test
  void leavesAServerAloneThatKeepsFailing() {
    answers.add("503");
    OpaServer opa = opa(1);
    for (int i = 0; i < 10; i++) {
      assertThat(evaluate(opa, WhenAway.DENY)).isInstanceOf(Evaluation.Failed.class);
    }
    assertThat(opa.leftAlone()).isTrue();
    assertThat(asked).hasValue(4);
  }

  @Test
  void noServerIsAway() {
    server.stop(0);
    answers.add("503");
    assertThat(evaluate(opa(1), WhenAway.DENY))
        .isInstanceOfSatisfying(
            Evaluation.Failed.class, f -> assertThat(f.code()).isEqualTo("opa_away"));
    assertThat(evaluate(opa(1), WhenAway.IN_PROCESS)).isInstanceOf(Evaluation.Undefined.class);
  }

  @Test
  void aRealServerDecidesAsThisProcessDoes(@TempDir Path folder)
      throws IOException, InterruptedException {
    String binary = System.getenv().getOrDefault("ALEFF_OPA", "");
    if (binary.isEmpty()) {
      System.out.println("NOT TESTED: decisions by an OPA server, $ALEFF_OPA names no opa binary");
    }
    Assumptions.assumeTrue(!binary.isEmpty());
    Bundle bundle =
        new Bundle(
            Manifest.DEFAULT.with(RELEASE, List.of("aleff")),
            List.of(POLICY),
            Json.MAPPER.createObjectNode());
    Path archive = Files.write(folder.resolve("bundle.tar.gz"), bundle.archive(null));
    int port = freePort();
    Process process =
        new ProcessBuilder(
                binary, "run", "--server", "--addr", "127.0.0.1:" + port, "-b", archive.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("opa.log").toFile())
            .start();
    try {
      compare(opa("http://127.0.0.1:" + port, 1), port);
      process.destroy();
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(evaluate(opa("http://127.0.0.1:" + port, 1), WhenAway.DENY))
          .isInstanceOf(Evaluation.Failed.class);
    } finally {
      process.destroyForcibly();
    }
  }

  private static void compare(OpaServer opa, int port) {
    await(port);
    Policy policy = Objects.requireNonNull(Rego.compile(List.of(POLICY)).policy());
    VerdictSource here = VerdictSource.inProcess(policy, Limits.DEFAULT);
    VerdictSource there =
        new OpaVerdicts(opa, RELEASE, WhenAway.DENY, (input, now) -> new Evaluation.Undefined());
    for (int n : new int[] {1, 5, 101}) {
      ObjectNode input = Json.MAPPER.createObjectNode().put("n", n);
      assertThat(there.evaluate(input, NOW)).isEqualTo(here.evaluate(input, NOW));
    }
  }

  private static void await(int port) {
    Awaitility.await("opa listens")
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(
            () -> {
              new java.net.Socket(InetAddress.getLoopbackAddress(), port).close();
              return true;
            });
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
