package io.aleff.server.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.definition.Json;
import io.aleff.runtime.port.TenantId;
import io.aleff.server.ServerTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;

@Timeout(60)
class EventStreamTest extends ServerTest {

  private static final TenantId TENANT = new TenantId("default");

  @Autowired private EventTable events;

  @Test
  void whatHappensIsSeenAtOnceAndAReaderResumesWhereItStopped() throws Exception {
    List<Seen> first;
    try (Stream stream = open(null)) {
      publish(1, 2, 3);
      first = stream.read(3);
    }
    assertThat(first).extracting(Seen::data).containsExactly(data(1), data(2), data(3));

    publish(4, 5);
    try (Stream stream = open(first.get(1).id())) {
      assertThat(stream.read(3)).extracting(Seen::data).containsExactly(data(3), data(4), data(5));
    }
  }

  @Test
  void aSilentStreamShowsThatItLives() throws Exception {
    try (Stream stream = open(null)) {
      assertThat(stream.line()).isEqualTo(":connected");
      stream.line();
      assertThat(stream.line()).startsWith(":alive");
    }
  }

  @Test
  void aReaderWhoseHistoryIsGoneIsTold() throws Exception {
    publish(6, 7);
    String old = Long.toString(events.span(TENANT).last() - 1);
    events.purge(TENANT, Duration.ofSeconds(-5));
    publish(8);

    try (Stream stream = open(old)) {
      assertThat(stream.read(1)).extracting(Seen::type).containsExactly("reset");
    }
    try (Stream stream = open("not-a-number")) {
      assertThat(stream.read(1)).extracting(Seen::type).containsExactly("reset");
    }
  }

  @Test
  void idsFollowTheOrderOfCommits() throws Exception {
    List<Thread> writers =
        IntStream.range(0, 8)
            .mapToObj(n -> Thread.ofVirtual().start(() -> publish(100 + n, 200 + n)))
            .toList();
    long before = events.span(TENANT).last();
    for (Thread writer : writers) {
      writer.join();
    }

    assertThat(events.span(TENANT).last()).isGreaterThan(before);
    List<Long> ids =
        events.after(TENANT, 0, 1_000).stream().map(EventTable.StoredEvent::id).toList();
    assertThat(ids).isSorted().doesNotHaveDuplicates();
  }

  private void publish(int... numbers) {
    for (int number : numbers) {
      events.publish(TENANT, "test", Json.MAPPER.createObjectNode().put("n", number));
    }
  }

  private static String data(int number) {
    return "{\"n\":" + number + "}";
  }

  private Stream open(@Nullable String lastId) throws IOException, InterruptedException {
    HttpRequest.Builder request = as("demo-requester", "/api/v1/events");
    if (lastId != null) {
      request.header("Last-Event-ID", lastId);
    }
    HttpResponse<InputStream> answer =
        HTTP.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    assertThat(answer.headers().firstValue("X-Accel-Buffering")).contains("no");
    return new Stream(answer.body());
  }

  private record Seen(String id, String type, String data) {}

  private static final class Stream implements AutoCloseable {
    private final BufferedReader reader;

    private Stream(InputStream in) {
      reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    private String line() throws IOException {
      return reader.readLine();
    }

    /** Events of these tests; the engine may have its own in between. */
    private List<Seen> read(int count) throws IOException {
      List<Seen> seen = new ArrayList<>();
      String id = "";
      String type = "";
      while (seen.size() < count) {
        String line = line();
        if (line.startsWith("id:")) {
          id = line.substring(3);
        } else if (line.startsWith("event:")) {
          type = line.substring(6);
        } else if (line.startsWith("data:") && (type.equals("test") || type.equals("reset"))) {
          seen.add(new Seen(id, type, line.substring(5)));
        }
      }
      return seen;
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }
}
