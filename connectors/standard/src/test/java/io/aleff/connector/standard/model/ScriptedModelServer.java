package io.aleff.connector.standard.model;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.aleff.definition.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers on loopback as it is told, in the formats of OpenAI, Anthropic and Ollama. */
final class ScriptedModelServer implements AutoCloseable {

  /** One request as it came. */
  record Asked(String path, String authorization, String apiKey, JsonNode body) {}

  /** What happens with the next request. */
  @FunctionalInterface
  interface Reaction {
    void to(HttpExchange exchange) throws IOException, InterruptedException;
  }

  final List<Asked> asked = new CopyOnWriteArrayList<>();
  final CountDownLatch arrived = new CountDownLatch(1);
  private final BlockingQueue<Reaction> reactions = new LinkedBlockingQueue<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  ScriptedModelServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      asked.add(
          new Asked(
              exchange.getRequestURI().getPath(),
              header(exchange, "Authorization"),
              header(exchange, "x-api-key"),
              Json.MAPPER.readTree(exchange.getRequestBody().readAllBytes())));
      arrived.countDown();
      Objects.requireNonNull(reactions.poll(), "nothing is scripted").to(exchange);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String header(HttpExchange exchange, String name) {
    return Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst(name), "");
  }

  URI address(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  void then(Reaction reaction) {
    reactions.add(reaction);
  }

  void status(int status, String body) {
    then(exchange -> send(exchange, status, body));
  }

  /** As a chat completion of OpenAI. */
  void says(String text) {
    says(text, "stop");
  }

  void says(String text, String finish) {
    ObjectNode answer = Json.MAPPER.createObjectNode();
    answer.put("id", "c1").put("object", "chat.completion").put("model", "scripted-1");
    ObjectNode choice = answer.putArray("choices").addObject().put("index", 0);
    choice.put("finish_reason", finish);
    choice.putObject("message").put("role", "assistant").put("content", text);
    answer
        .putObject("usage")
        .put("prompt_tokens", 11)
        .put("completion_tokens", 7)
        .put("total_tokens", 18);
    status(200, answer.toString());
  }

  /** The head of an answer and the beginning of its body, and then nothing for ever. */
  void stalls() {
    then(
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write("{\"id\": ".getBytes(StandardCharsets.UTF_8));
          exchange.getResponseBody().flush();
          closing.await();
        });
  }

  /** An answer without an end. */
  void floods() {
    then(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] piece = new byte[64 * 1024];
          try {
            while (closing.getCount() > 0) {
              exchange.getResponseBody().write(piece);
            }
          } catch (IOException e) {
            return; // The other side has had enough.
          }
        });
  }

  static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
