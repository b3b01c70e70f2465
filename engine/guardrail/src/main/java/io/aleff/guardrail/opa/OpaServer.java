package io.aleff.guardrail.opa;

import io.aleff.definition.Json;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks an OPA server for documents: OPA's Data API. What does not answer in time is asked again; a
 * server that keeps failing is left alone for a while. Thread-safe.
 */
public final class OpaServer {

  private static final int MAX_ANSWER = 4 << 20;

  private final URI address;
  private final @Nullable String token;
  private final Duration timeout;
  private final HttpClient client;
  private final Retry retry;
  private final CircuitBreaker breaker;

  /**
   * @param address for example {@code https://opa.example.com:8181}
   * @param token sent as bearer token; null for none
   * @param timeout of one attempt
   * @param attempts at least 1
   * @param pause how long a server that fails is left alone
   * @param trust certificates to trust; null for those of the JDK
   */
  public record Settings(
      URI address,
      @Nullable String token,
      Duration timeout,
      int attempts,
      Duration pause,
      @Nullable SSLContext trust) {}

  public OpaServer(Settings settings) {
    this.address = settings.address;
    this.token = settings.token;
    this.timeout = settings.timeout;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .connectTimeout(settings.timeout)
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER);
    if (settings.trust != null) {
      builder.sslContext(settings.trust);
    }
    this.client = builder.build();
    this.retry =
        Retry.of(
            "opa",
            RetryConfig.custom()
                .maxAttempts(settings.attempts)
                .intervalFunction(IntervalFunction.ofExponentialBackoff(Duration.ofMillis(20), 2))
                .retryExceptions(IOException.class)
                .build());
    this.breaker =
        CircuitBreaker.of(
            "opa",
            CircuitBreakerConfig.custom()
                .slidingWindowSize(10)
                .minimumNumberOfCalls(4)
                .failureRateThreshold(50)
                .waitDurationInOpenState(settings.pause)
                .permittedNumberOfCallsInHalfOpenState(1)
                .build());
  }

  /** What the server says. */
  public sealed interface Answer {

    /**
     * @param value null when the document is undefined
     * @param bundles the names of the bundles that decided, with their revisions
     */
    record Document(@Nullable JsonNode value, JsonNode bundles) implements Answer {}

    /** The server refused: the evaluation failed, or the token is wrong. */
    record Refused(String message) implements Answer {}

    /** No answer: away, too slow, or left alone. */
    record Away(String message) implements Answer {}
  }

  /** Whether the server is left alone at this moment. */
  public boolean leftAlone() {
    return breaker.getState() == CircuitBreaker.State.OPEN;
  }

  /**
   * @param path with slashes, without {@code data}
   */
  public Answer ask(String path, JsonNode input) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    body.set("input", input);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address.resolve("/v1/data/" + path + "?provenance=true"))
            .timeout(timeout)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(Json.MAPPER.writeValueAsString(body)));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      Callable<Answer> once = () -> send(request.build());
      return Retry.decorateCallable(retry, CircuitBreaker.decorateCallable(breaker, once)).call();
    } catch (CallNotPermittedException e) {
      return new Answer.Away("the OPA server failed before and is left alone for a while");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer.Away("interrupted");
    } catch (Exception e) {
      return new Answer.Away("the OPA server does not answer: " + e);
    }
  }

  private Answer send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<java.io.InputStream> response =
        client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    byte[] body;
    try (java.io.InputStream in = response.body()) {
      body = in.readNBytes(MAX_ANSWER + 1);
    }
    if (body.length > MAX_ANSWER) {
      return new Answer.Refused("the answer is larger than " + MAX_ANSWER + " bytes");
    }
    int status = response.statusCode();
    if (status == 502 || status == 503 || status == 504) {
      throw new IOException("status " + status);
    }
    if (status != 200) {
      return new Answer.Refused("status " + status + ": " + shortened(body));
    }
    try {
      JsonNode answer = Json.MAPPER.readTree(body);
      return new Answer.Document(answer.get("result"), answer.at("/provenance/bundles"));
    } catch (JacksonException e) {
      return new Answer.Refused("the answer is not JSON: " + e.getOriginalMessage());
    }
  }

  private static String shortened(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8).replaceAll("\\s+", " ");
    return text.substring(0, Math.min(text.length(), 300));
  }
}
