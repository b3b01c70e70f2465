package io.aleff.qa.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.Awaitility;

/** An open stream of live events. */
final class EventReader implements AutoCloseable {

  private final InputStream stream;
  private final StringBuilder text = new StringBuilder();
  private int read;

  private EventReader(InputStream stream) {
    this.stream = stream;
    Thread.ofPlatform().daemon().name("event-reader").start(this::read);
  }

  /** Returns when the service has said that it listens. */
  static EventReader open(Api api) {
    HttpResponse<InputStream> answer = api.stream("/events");
    if (answer.statusCode() != 200) {
      throw new AssertionError("GET /events: " + answer.statusCode());
    }
    EventReader reader = new EventReader(answer.body());
    reader.await(":connected", Duration.ofSeconds(30));
    return reader;
  }

  /** Waits until the words come, after those that were waited for before. */
  void await(String words, Duration atMost) {
    Awaitility.await("an event with " + words)
        .atMost(atMost)
        .until(() -> text().indexOf(words, read) >= 0);
    read = text().indexOf(words, read) + words.length();
  }

  /** Everything that came so far. */
  synchronized String text() {
    return text.toString();
  }

  private synchronized void append(String more) {
    text.append(more);
  }

  private void read() {
    byte[] block = new byte[8_192];
    try {
      for (int n = stream.read(block); n >= 0; n = stream.read(block)) {
        append(new String(block, 0, n, StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      append("\n(closed)\n");
    }
  }

  @Override
  public void close() {
    try {
      stream.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
