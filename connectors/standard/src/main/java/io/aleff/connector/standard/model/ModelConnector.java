package io.aleff.connector.standard.model;

import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import io.aleff.connector.Connector;
import io.aleff.connector.ConnectorCall;
import io.aleff.connector.ConnectorResult;
import io.aleff.connector.OutputSink;
import io.aleff.connector.standard.Arguments;
import io.aleff.definition.Digest;
import io.aleff.definition.Json;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks a model once ({@code complete}: {@code model}, {@code instructions}, {@code prompt}). The
 * result has {@code text}, {@code model}, {@code provider}, {@code id}, {@code inputTokens}, {@code
 * outputTokens}, {@code promptSha256} and {@code answerSha256}; the details of a failure have those
 * of them that are known. Nothing is sent that contains a secret.
 *
 * <p>Obligations that it keeps: the limit {@code tokens} on the answer, and {@code egress}.
 *
 * <p>Failure codes: {@code refused}, {@code no-model}, {@code no-key}, {@code secret}, {@code
 * tokens}, {@code timeout}, {@code tls}, {@code key}, {@code not-found}, {@code filtered}, {@code
 * malformed}, {@code truncated}, {@code empty}, {@code too-large}, {@code status}, and as transient
 * {@code rate-limit}, {@code unreachable} and {@code status} 408, 425 and 5xx.
 */
public final class ModelConnector implements Connector {

  private static final String CONFINED = "engine, configured host only";
  private static final int MOST_TEXT = 256 * 1024;

  private final Map<String, ModelConfiguration> models;
  private final Supplier<Map<String, String>> secrets;
  private final HttpClient client;

  /**
   * @param secrets what must not be sent to a model: values by name, read anew for each call
   */
  public ModelConnector(
      Collection<ModelConfiguration> models, Supplier<Map<String, String>> secrets) {
    this.models = new TreeMap<>();
    models.forEach(model -> this.models.put(model.name(), model));
    this.secrets = secrets;
    client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
  }

  /** All of them, by name. */
  public List<ModelConfiguration> configured() {
    return List.copyOf(models.values());
  }

  @Override
  public String kind() {
    return "model";
  }

  /** Where it would go, and every word of it. */
  @Override
  public Optional<String> preview(ConnectorCall call) {
    ModelConfiguration model = models.get(call.arguments().path("model").asString(""));
    return model == null
        ? Optional.empty()
        : Optional.of(
            "To the model %s (%s %s at %s)\n\n%s\n\n%s"
                .formatted(
                    model.name(),
                    model.provider().word(),
                    model.id(),
                    model.host(),
                    call.arguments().path("instructions").asString(""),
                    call.arguments().path("prompt").asString("")));
  }

  @Override
  public ConnectorResult run(ConnectorCall call, OutputSink output) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("Cancelled before the model was asked.");
    }
    Arguments arguments =
        new Arguments(call.arguments(), List.of("model", "instructions", "prompt"));
    if (!call.operation().equals("complete")) {
      arguments.problem(
          "The model connector has no operation %s, expected complete."
              .formatted(call.operation()));
    }
    ModelConfiguration model = models.get(arguments.text("model"));
    String instructions = arguments.text("instructions");
    String prompt = arguments.text("prompt");
    if (prompt.isBlank()) {
      arguments.problem("The prompt is empty.");
    }
    if (!arguments.problems().isEmpty()) {
      return failed("refused", String.join(" ", arguments.problems()));
    }
    if (model == null) {
      return failed(
          "no-model",
          "No model is configured under the name \"%s\".".formatted(arguments.text("model")));
    }
    Question question = new Question(model, instructions, prompt, call);
    ConnectorResult.Failed problem = problem(question);
    return problem == null ? ask(question, output) : problem;
  }

  /** What is asked, of whom. */
  private record Question(
      ModelConfiguration model, String instructions, String prompt, ConnectorCall call) {

    ChatRequest request() {
      UserMessage user = UserMessage.from(prompt);
      return ChatRequest.builder()
          .messages(
              instructions.isBlank()
                  ? List.of(user)
                  : List.of(SystemMessage.from(instructions), user))
          .build();
    }

    /** Facts for the audit trail that hold whatever comes of it. */
    ObjectNode facts() {
      String both = instructions + "\n" + prompt;
      return Json.MAPPER
          .createObjectNode()
          .put("model", model.name())
          .put("provider", model.provider().word())
          .put("id", model.id())
          .put("promptSha256", Digest.sha256(both.getBytes(StandardCharsets.UTF_8)));
    }

    Duration timeout() {
      Duration own = model.timeout();
      return own.compareTo(call.timeout()) < 0 ? own : call.timeout();
    }

    /** Most tokens of the answer, 0 or fewer when none may be used. */
    int tokens() {
      JsonNode limit = call.obligations().path("limits").path("tokens");
      return limit.isMissingNode()
          ? model.maxTokens()
          : Math.min(model.maxTokens(), limit.isInt() ? limit.asInt() : 0);
    }
  }

  /** Why nothing may be sent; null when it may. */
  private ConnectorResult.@Nullable Failed problem(Question question) {
    ModelConfiguration model = question.model();
    JsonNode hosts = question.call().obligations().path("egress");
    boolean elsewhere =
        hosts.isArray()
            && hosts.valueStream().noneMatch(host -> host.asString("").equals(model.host()));
    if (elsewhere) {
      return failed("refused", "The policies do not let it reach %s.".formatted(model.host()));
    }
    if (question.tokens() < 1) {
      return failed("tokens", "No tokens are left for an answer.");
    }
    if (!model.key().present()) {
      return failed(
          "no-key",
          "The key of the model %s is not there: %s."
              .formatted(model.name(), model.key().source()));
    }
    String secret = secret(question);
    return secret == null
        ? null
        : failed(
            "secret", "The prompt contains the secret \"%s\"; nothing was sent.".formatted(secret));
  }

  private @Nullable String secret(Question question) {
    Map<String, String> known = new TreeMap<>(secrets.get());
    for (ModelConfiguration each : models.values()) {
      each.key().value().get().ifPresent(key -> known.put("key of model " + each.name(), key));
    }
    return Secrets.in(question.instructions() + "\n" + question.prompt(), known);
  }

  private ConnectorResult ask(Question question, OutputSink output) throws InterruptedException {
    ModelConfiguration model = question.model();
    String key = model.key().value().get().orElse("");
    DeadlineHttpClient http = new DeadlineHttpClient(client, question.timeout());
    try {
      ChatModel chat = ChatModels.of(model, key, question.tokens(), http.builder());
      ConnectorResult result = answer(question, chat.chat(question.request()));
      output.write(OutputSink.Stream.STDOUT, told(question, result));
      return result;
    } catch (RuntimeException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException("Cancelled while the model was asked.");
      }
      ModelFailure failure = ModelFailure.of(e, key);
      return new ConnectorResult.Failed(
          failure.code(), failure.message(), failure.passing(), CONFINED, question.facts());
    }
  }

  private static ConnectorResult answer(Question question, ChatResponse response) {
    ObjectNode facts = question.facts();
    TokenUsage usage = response.tokenUsage();
    if (usage != null) {
      facts.put("inputTokens", Objects.requireNonNullElse(usage.inputTokenCount(), 0));
      facts.put("outputTokens", Objects.requireNonNullElse(usage.outputTokenCount(), 0));
    }
    String text = Objects.requireNonNullElse(response.aiMessage().text(), "");
    facts.put("answerSha256", Digest.sha256(text.getBytes(StandardCharsets.UTF_8)));
    FinishReason why = response.finishReason();
    if (why == FinishReason.LENGTH) {
      return failed("truncated", "Its answer was cut off at %d tokens.", question, facts);
    }
    if (why == FinishReason.CONTENT_FILTER) {
      return failed("filtered", "The model refused to answer.", question, facts);
    }
    if (text.isBlank()) {
      return failed("empty", "It answered nothing.", question, facts);
    }
    if (text.length() > MOST_TEXT) {
      return failed("too-large", "Its answer is too large.", question, facts);
    }
    return new ConnectorResult.Succeeded(facts.put("text", text), CONFINED);
  }

  private static String told(Question question, ConnectorResult result) {
    String tokens =
        switch (result) {
          case ConnectorResult.Succeeded good -> good.output().path("outputTokens").asString("?");
          case ConnectorResult.Failed bad -> bad.details().path("outputTokens").asString("?");
        };
    return "The model %s (%s) answered with %s tokens.\n"
        .formatted(question.model().name(), question.model().id(), tokens);
  }

  private static ConnectorResult.Failed failed(
      String code, String message, Question question, ObjectNode facts) {
    return new ConnectorResult.Failed(
        code, message.formatted(question.tokens()), false, CONFINED, facts);
  }

  private static ConnectorResult.Failed failed(String code, String message) {
    return new ConnectorResult.Failed(
        code, message, false, CONFINED, Json.MAPPER.createObjectNode());
  }
}
