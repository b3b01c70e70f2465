package io.aleff.connector.standard.model;

import dev.langchain4j.exception.HttpException;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One exchange with a provider: a deadline for all of it, a limit on the answer, no redirect, and
 * an interrupt ends it. The JDK's own time-out is over once the head of an answer is there.
 */
final class DeadlineHttpClient implements HttpClient {

  private static final int MOST_BYTES = 4 * 1024 * 1024;

  private final java.net.http.HttpClient client;
  private final long deadline;

  /**
   * @param client follows no redirects
   * @param timeout from now
   */
  DeadlineHttpClient(java.net.http.HttpClient client, Duration timeout) {
    this.client = client;
    deadline = System.nanoTime() + timeout.toNanos();
  }

  @Override
  public SuccessfulHttpResponse execute(HttpRequest request) {
    CompletableFuture<HttpResponse<byte[]>> exchange =
        client.sendAsync(jdk(request), head -> new BoundedBody(MOST_BYTES));
    try {
      HttpResponse<byte[]> response = exchange.get(left(), TimeUnit.NANOSECONDS);
      String body = new String(response.body(), StandardCharsets.UTF_8);
      if (response.statusCode() < 200 || response.statusCode() > 299) {
        throw new HttpException(response.statusCode(), body);
      }
      return SuccessfulHttpResponse.builder()
          .statusCode(response.statusCode())
          .headers(response.headers().map())
          .body(body)
          .build();
    } catch (TimeoutException e) {
      throw new EndedException("timeout", "It gave no whole answer in time.", false);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EndedException("cancelled", "The call was cancelled.", false);
    } catch (ExecutionException e) {
      throw ended(e.getCause());
    } finally {
      exchange.cancel(true);
    }
  }

  private static EndedException ended(@Nullable Throwable cause) {
    return switch (cause) {
      case EndedException own -> own;
      case SSLException tls -> new EndedException("tls", "" + tls.getMessage(), false);
      case IOException away when away.getCause() instanceof EndedException own -> own;
      case IOException away -> new EndedException("unreachable", "It is not reachable.", true);
      case null, default -> throw new IllegalStateException("The exchange broke.", cause);
    };
  }

  private long left() {
    return Math.max(0, deadline - System.nanoTime());
  }

  private java.net.http.HttpRequest jdk(HttpRequest request) {
    var builder =
        java.net.http.HttpRequest.newBuilder(URI.create(request.url()))
            .timeout(Duration.ofNanos(Math.max(1, left())));
    request
        .headers()
        .forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
    String body = request.body();
    return builder
        .method(
            request.method().name(),
            body == null
                ? java.net.http.HttpRequest.BodyPublishers.noBody()
                : java.net.http.HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  @Override
  public void execute(
      HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
    throw new UnsupportedOperationException("Answers are not streamed.");
  }

  /** Makes this very client; the time-outs of langchain4j are not needed beside the deadline. */
  HttpClientBuilder builder() {
    return new Given(this);
  }

  private record Given(DeadlineHttpClient client) implements HttpClientBuilder {

    @Override
    public Duration connectTimeout() {
      return Duration.ofNanos(client.left());
    }

    @Override
    public HttpClientBuilder connectTimeout(Duration timeout) {
      return this;
    }

    @Override
    public Duration readTimeout() {
      return Duration.ofNanos(client.left());
    }

    @Override
    public HttpClientBuilder readTimeout(Duration timeout) {
      return this;
    }

    @Override
    public HttpClient build() {
      return client;
    }
  }
}
