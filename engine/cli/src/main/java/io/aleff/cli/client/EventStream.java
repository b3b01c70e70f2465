package io.aleff.cli.client;

import io.aleff.definition.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Server-sent events (WHATWG HTML, section 9.2) that reconnect by themselves and go on after the
 * last event seen. A watcher that asks for the state after each {@link ServerEvent#CONNECTED}
 * misses nothing.
 */
public final class EventStream implements AutoCloseable {

  private static final long RECONNECT_MILLIS = 500;

  private final HttpClient http;
  private final Supplier<HttpRequest.Builder> request;
  private final BlockingQueue<ServerEvent> queue = new LinkedBlockingQueue<>(100_000);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread reader;
  private @Nullable String lastId;

  EventStream(HttpClient http, Supplier<HttpRequest.Builder> request) {
    this.http = http;
    this.request = request;
    this.reader = Thread.ofVirtual().name("aleff-events").start(this::read);
  }

  /** The next event; null when none came in this time. */
  public @Nullable ServerEvent poll(Duration atMost) throws InterruptedException {
    return queue.poll(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    closed.countDown();
    reader.interrupt();
  }

  private void read() {
    try {
      do {
        connect();
      } while (!closed.await(RECONNECT_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void connect() throws InterruptedException {
    HttpRequest.Builder builder = request.get();
    if (lastId != null) {
      builder.setHeader("Last-Event-ID", lastId);
    }
    try {
      HttpResponse<InputStream> response =
          http.send(builder.GET().build(), BodyHandlers.ofInputStream());
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
        if (response.statusCode() == 200) {
          offer(new ServerEvent(ServerEvent.CONNECTED, JsonNodeFactory.instance.objectNode()));
          parse(lines);
        }
      }
    } catch (IOException e) {
      // The watcher goes on by asking for the state; the next connection resumes the stream.
    }
  }

  private void parse(BufferedReader lines) throws IOException {
    String type = "message";
    StringBuilder data = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.isEmpty()) {
        dispatch(type, data.toString());
        type = "message";
        data.setLength(0);
      } else if (!line.startsWith(":")) {
        int colon = line.indexOf(':');
        String field = colon < 0 ? line : line.substring(0, colon);
        String value = colon < 0 ? "" : line.substring(colon + 1);
        value = value.startsWith(" ") ? value.substring(1) : value;
        switch (field) {
          case "event" -> type = value;
          case "data" -> data.append(data.isEmpty() ? "" : "\n").append(value);
          case "id" -> lastId = value;
          default -> {}
        }
      }
    }
  }

  private void dispatch(String type, String data) {
    if (data.isEmpty()) {
      return;
    }
    try {
      offer(new ServerEvent(type, Json.MAPPER.readTree(data)));
    } catch (JacksonException e) {
      // An event that cannot be read is as good as one that was missed.
      offer(new ServerEvent("reset", JsonNodeFactory.instance.objectNode()));
    }
  }

  private void offer(ServerEvent event) {
    if (!queue.offer(event)) {
      queue.clear();
      queue.add(new ServerEvent("reset", JsonNodeFactory.instance.objectNode()));
    }
  }
}
