package io.aleff.connector.standard.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aleff.connector.ConnectorCall;
import io.aleff.connector.ConnectorResult;
import io.aleff.connector.standard.Calls;
import io.aleff.definition.Digest;
import io.aleff.definition.Json;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One question to a model over the wire formats of the providers. */
class ModelConnectorTest {

  private static final String KEY = "key-4711-of-a-test";
  private static final String SECRET = "correct horse battery staple";

  private ScriptedModelServer server;
  private Duration timeout = Duration.ofSeconds(30);
  private ModelConfiguration.Key key =
      new ModelConfiguration.Key("secret coder-key", () -> Optional.of(KEY));
  private final ObjectNode obligations = Json.MAPPER.createObjectNode();

  @BeforeEach
  void start() throws Exception {
    server = new ScriptedModelServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private ModelConnector connector(ModelConfiguration.Provider provider, URI address) {
    return new ModelConnector(
        List.of(
            new ModelConfiguration("coder", provider, address, "scripted-1", key, timeout, 500, 0)),
        () -> Map.of("vault", SECRET, "blank", " "));
  }

  private ModelConnector connector() {
    return connector(ModelConfiguration.Provider.OPENAI, server.address("/v1"));
  }

  private ConnectorCall call(String prompt) {
    ObjectNode arguments = Json.MAPPER.createObjectNode();
    arguments.put("model", "coder").put("instructions", "Be brief.").put("prompt", prompt);
    ConnectorCall call =
        Calls.call("model", "complete", arguments, Path.of("."), List.of(), Calls.object());
    call.obligations().setAll(obligations);
    return call;
  }

  private ConnectorResult.Succeeded answered(ModelConnector connector) throws Exception {
    ConnectorResult result = connector.run(call("Mend it."), (stream, text) -> {});
    assertThat(result).isInstanceOf(ConnectorResult.Succeeded.class);
    return (ConnectorResult.Succeeded) result;
  }

  private ConnectorResult.Failed failed(String prompt) throws Exception {
    ConnectorResult result = connector().run(call(prompt), (stream, text) -> {});
    assertThat(result).as("%s", result).isInstanceOf(ConnectorResult.Failed.class);
    assertThat(result.toString()).doesNotContain(KEY).doesNotContain(SECRET);
    return (ConnectorResult.Failed) result;
  }

  private static String sha256(String text) {
    return Digest.sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void asksAsOpenAiIsAsked() throws Exception {
    server.says("```\nprint(1)\n```");
    ConnectorResult.Succeeded result = answered(connector());
    assertThat(result.output().path("text").asString()).isEqualTo("```\nprint(1)\n```");
    assertThat(result.output().path("provider").asString()).isEqualTo("openai");
    assertThat(result.output().path("id").asString()).isEqualTo("scripted-1");
    assertThat(result.output().path("inputTokens").asInt()).isEqualTo(11);
    assertThat(result.output().path("outputTokens").asInt()).isEqualTo(7);
    assertThat(result.output().path("promptSha256").asString())
        .isEqualTo(sha256("Be brief.\nMend it."));
    assertThat(result.output().path("answerSha256").asString())
        .isEqualTo(sha256("```\nprint(1)\n```"));
    assertThat(result.toString()).doesNotContain(KEY);
    ScriptedModelServer.Asked asked = server.asked.getFirst();
    assertThat(asked.path()).isEqualTo("/v1/chat/completions");
    assertThat(asked.authorization()).isEqualTo("Bearer " + KEY);
    assertThat(asked.body().path("model").asString()).isEqualTo("scripted-1");
    assertThat(asked.body().path("temperature").asDouble()).isZero();
    assertThat(asked.body().path("max_tokens").asInt()).isEqualTo(500);
    assertThat(asked.body().path("messages").valueStream().map(one -> one.path("role").asString()))
        .containsExactly("system", "user");
    assertThat(asked.body().at("/messages/1/content").asString()).isEqualTo("Mend it.");
  }

  @Test
  void asksAsAnthropicIsAsked() throws Exception {
    server.status(
        200,
        """
        {"id": "m1", "type": "message", "role": "assistant", "model": "scripted-1",
         "content": [{"type": "text", "text": "hello"}], "stop_reason": "end_turn",
         "usage": {"input_tokens": 5, "output_tokens": 2}}""");
    ConnectorResult.Succeeded result =
        answered(connector(ModelConfiguration.Provider.ANTHROPIC, server.address("/v1")));
    assertThat(result.output().path("text").asString()).isEqualTo("hello");
    assertThat(result.output().path("outputTokens").asInt()).isEqualTo(2);
    ScriptedModelServer.Asked asked = server.asked.getFirst();
    assertThat(asked.path()).isEqualTo("/v1/messages");
    assertThat(asked.apiKey()).isEqualTo(KEY);
    assertThat(asked.body().path("max_tokens").asInt()).isEqualTo(500);
  }

  @Test
  void asksAsOllamaIsAskedWithoutAKey() throws Exception {
    key = ModelConfiguration.Key.NONE;
    server.status(
        200,
        """
        {"model": "scripted-1", "created_at": "2026-01-01T00:00:00Z", "done": true,
         "done_reason": "stop", "message": {"role": "assistant", "content": "hello"},
         "prompt_eval_count": 3, "eval_count": 4}""");
    ConnectorResult.Succeeded result =
        answered(connector(ModelConfiguration.Provider.OLLAMA, server.address("")));
    assertThat(result.output().path("text").asString()).isEqualTo("hello");
    assertThat(result.output().path("inputTokens").asInt()).isEqualTo(3);
    ScriptedModelServer.Asked asked = server.asked.getFirst();
    assertThat(asked.path()).isEqualTo("/api/chat");
    assertThat(asked.authorization()).isEmpty();
    JsonNode options = asked.body().path("options");
    assertThat(options.path("num_predict").asInt()).isEqualTo(500);
  }

  @ParameterizedTest
  @CsvSource({
    "400, status, false",
    "401, key, false",
    "403, key, false",
    "404, not-found, false",
    "408, status, true",
    "429, rate-limit, true",
    "500, status, true",
    "503, status, true",
    "302, status, false"
  })
  void saysWhatAStatusMeans(int status, String code, boolean passing) throws Exception {
    server.status(status, "{\"error\": {\"message\": \"no, %s\"}}".formatted(KEY));
    ConnectorResult.Failed failed = failed("Mend it.");
    assertThat(failed.code()).as(failed.message()).isEqualTo(code);
    assertThat(failed.transientFailure()).isEqualTo(passing);
    assertThat(failed.details().path("promptSha256").asString()).hasSize(64);
    assertThat(server.asked).hasSize(1);
  }

  @Test
  void anAnswerThatNeverEndsIsGivenUp() throws Exception {
    timeout = Duration.ofMillis(300);
    server.stalls();
    assertThat(failed("Mend it.").code()).isEqualTo("timeout");
  }

  @Test
  void anAnswerWithoutBoundsIsGivenUp() throws Exception {
    server.floods();
    assertThat(failed("Mend it.").code()).isEqualTo("too-large");
  }

  @Test
  void anAnswerThatIsCutOffIsNoAnswer() throws Exception {
    server.says("```\nprint(", "length");
    ConnectorResult.Failed failed = failed("Mend it.");
    assertThat(failed.code()).isEqualTo("truncated");
    assertThat(failed.details().path("outputTokens").asInt()).isEqualTo(7);
  }

  @Test
  void aFilteredOrEmptyOrMalformedAnswerIsNone() throws Exception {
    server.says("no", "content_filter");
    assertThat(failed("Mend it.").code()).isEqualTo("filtered");
    server.says(" ");
    assertThat(failed("Mend it.").code()).isEqualTo("empty");
    server.status(200, "<html>hello</html>");
    assertThat(failed("Mend it.").code()).isEqualTo("malformed");
    server.status(200, "{}");
    assertThat(failed("Mend it.").code()).isEqualTo("malformed");
    server.status(200, "{\"choices\": []}");
    assertThat(failed("Mend it.").code()).isEqualTo("malformed");
  }

  @Test
  void aRefusalOfTheModelIsNoAnswer() throws Exception {
    server.status(
        200,
        """
        {"choices": [{"index": 0, "finish_reason": "stop",
          "message": {"role": "assistant", "content": null, "refusal": "I will not."}}]}""");
    assertThat(failed("Mend it.").code()).isIn("filtered", "empty");
  }

  @Test
  void whoIsNotThereCannotBeAsked() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    ConnectorResult result =
        connector(
                ModelConfiguration.Provider.OPENAI, URI.create("http://127.0.0.1:" + port + "/v1"))
            .run(call("Mend it."), (stream, text) -> {});
    ConnectorResult.Failed failed = (ConnectorResult.Failed) result;
    assertThat(failed.code()).isEqualTo("unreachable");
    assertThat(failed.transientFailure()).isTrue();
  }

  @Test
  void nothingIsSentThatContainsASecret() throws Exception {
    assertThat(failed("The password is " + SECRET + ".").code()).isEqualTo("secret");
    assertThat(failed("It is " + KEY).message()).contains("key of model coder");
    assertThat(failed("It is Y29ycmVjdCBob3JzZSBiYXR0ZXJ5IHN0YXBsZQ==").code()).isEqualTo("secret");
    assertThat(failed("q=correct+horse+battery+staple&x=1").code()).isEqualTo("secret");
    assertThat(server.asked).isEmpty();
  }

  @Test
  void nothingIsSentWithoutTheKeyOrToAnUnknownModel() throws Exception {
    key = new ModelConfiguration.Key("secret coder-key", Optional::empty);
    ConnectorResult.Failed failed = failed("Mend it.");
    assertThat(failed.code()).isEqualTo("no-key");
    assertThat(failed.message()).contains("secret coder-key");
    ConnectorCall other = call("Mend it.");
    other.arguments().put("model", "painter");
    assertThat(((ConnectorResult.Failed) connector().run(other, (stream, text) -> {})).code())
        .isEqualTo("no-model");
    assertThat(server.asked).isEmpty();
  }

  @Test
  void obligationsBoundTheAnswerAndTheHost() throws Exception {
    obligations.putObject("limits").put("tokens", 20);
    server.says("ok");
    assertThat(answered(connector()).output().path("text").asString()).isEqualTo("ok");
    assertThat(server.asked.getFirst().body().path("max_tokens").asInt()).isEqualTo(20);
    obligations.putObject("limits").put("tokens", 0);
    assertThat(failed("Mend it.").code()).isEqualTo("tokens");
    obligations.putObject("limits").put("tokens", "many");
    assertThat(failed("Mend it.").code()).isEqualTo("tokens");
    obligations.remove("limits");
    obligations.putArray("egress").add("models.example.com");
    assertThat(failed("Mend it.").code()).isEqualTo("refused");
    assertThat(server.asked).hasSize(1);
  }

  @Test
  void aCancelledCallEndsAtOnce() throws Exception {
    server.stalls();
    FutureTask<ConnectorResult> task =
        new FutureTask<>(() -> connector().run(call("Mend it."), (stream, text) -> {}));
    Thread thread = Thread.ofPlatform().start(task);
    assertThat(server.arrived.await(30, TimeUnit.SECONDS)).isTrue();
    thread.interrupt();
    assertThatThrownBy(() -> task.get(20, TimeUnit.SECONDS))
        .isNotInstanceOf(TimeoutException.class)
        .hasCauseInstanceOf(InterruptedException.class);
  }

  @Test
  void peopleSeeEveryWordBeforeItGoes() {
    String preview = connector().preview(call("Mend it.")).orElseThrow();
    assertThat(preview).contains("127.0.0.1", "scripted-1", "Be brief.", "Mend it.");
    assertThat(preview).doesNotContain(KEY);
    assertThat(Objects.toString(key)).doesNotContain(KEY);
  }

  /** Models are optional: that there is none is no trouble of the connector. */
  @Test
  void withoutModelsNobodyIsAsked() throws Exception {
    ModelConnector none = new ModelConnector(List.of(), Map::of);
    assertThat(none.availability().available()).isTrue();
    ConnectorResult result = none.run(call("Mend it."), (stream, text) -> {});
    assertThat(Calls.failed(result).code()).isEqualTo("no-model");
  }
}
