package io.aleff.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingDeque;
import org.jspecify.annotations.Nullable;

/** A service that answers from a script and remembers what it was asked. Loopback only. */
public final class ScriptedService implements AutoCloseable {

  private static final String PREFIX = "/api/v1";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Deque<Answer>> script = new ConcurrentHashMap<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final LinkedBlockingDeque<String> events = new LinkedBlockingDeque<>();

  /** One answer of the script. */
  private record Answer(int status, String body) {}

  /** What was asked. */
  public record Request(
      String line, String body, @Nullable String token, @Nullable String lastEventId) {}

  private ScriptedService(HttpServer server) {
    this.server = server;
  }

  public static ScriptedService start() {
    try {
      InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      HttpServer http = HttpServer.create(address, 0);
      ScriptedService service = new ScriptedService(http);
      http.setExecutor(service.threads);
      http.createContext(PREFIX + "/events", service::stream);
      http.createContext("/", service::answer);
      http.start();
      return service;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /**
   * Adds an answer; the last one of a line is repeated.
   *
   * @param line for example {@code GET /runs/r1}, with its query
   */
  public ScriptedService on(String line, int status, String body) {
    script.computeIfAbsent(line, l -> new ArrayDeque<>()).add(new Answer(status, body));
    return this;
  }

  public ScriptedService on(String line, String body) {
    return on(line, 200, body);
  }

  /** Sends a live event to whoever listens, now or later. */
  public void event(int id, String type, String data) {
    events.add("id: " + id + "\nevent: " + type + "\ndata: " + data + "\n\n");
  }

  /** Ends the open stream, as a broken connection would. */
  public void hangUp() {
    events.add("");
  }

  public List<Request> requests() {
    return requests;
  }

  /** What was asked with this line, in order. */
  public List<Request> requests(String line) {
    return requests.stream().filter(r -> r.line().equals(line)).toList();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private Request remember(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getRawQuery();
    String path = exchange.getRequestURI().getRawPath() + (query == null ? "" : "?" + query);
    String line = exchange.getRequestMethod() + " " + path.replaceFirst("^" + PREFIX, "");
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Request request =
        new Request(
            line,
            body,
            exchange.getRequestHeaders().getFirst("Authorization"),
            exchange.getRequestHeaders().getFirst("Last-Event-ID"));
    requests.add(request);
    return request;
  }

  private void answer(HttpExchange exchange) throws IOException {
    Request request = remember(exchange);
    Answer answer = next(request.line());
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  private synchronized Answer next(String line) {
    Deque<Answer> answers = script.get(line);
    if (answers == null) {
      return new Answer(
          404, "{\"status\":404,\"code\":\"not-found\",\"detail\":\"Not scripted: " + line + "\"}");
    }
    return answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
  }

  private void stream(HttpExchange exchange) throws IOException {
    remember(exchange);
    exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(": hello\n\n".getBytes(StandardCharsets.UTF_8));
      out.flush();
      for (String event = events.take(); !event.isEmpty(); event = events.take()) {
        out.write(event.getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
