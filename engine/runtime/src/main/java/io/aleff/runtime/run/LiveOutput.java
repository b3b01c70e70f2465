package io.aleff.runtime.run;

import io.aleff.connector.OutputSink;
import io.aleff.definition.Json;
import io.aleff.runtime.port.OutputStore;
import io.aleff.runtime.port.Ports;
import io.aleff.runtime.port.StepRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Collects what a step prints and passes it on a few times a second. */
final class LiveOutput implements OutputSink {

  private static final int LONGEST = 8_000;
  private static final int MOST = 4_000_000;

  private final Ports ports;
  private final StepRecord step;
  private final List<OutputStore.Chunk> waiting = new ArrayList<>();
  private long total;

  LiveOutput(Ports ports, StepRecord step) {
    this.ports = ports;
    this.step = step;
  }

  @Override
  public synchronized void write(Stream stream, String text) {
    if (total > MOST || text.isEmpty()) {
      return;
    }
    total += text.length();
    String shown = total > MOST ? "… (more output is not kept)\n" : text.replace("\0", "\uFFFD");
    String name = stream.name().toLowerCase(Locale.ROOT);
    OutputStore.Chunk last = waiting.isEmpty() ? null : waiting.getLast();
    if (last != null && last.stream().equals(name) && last.text().length() < LONGEST) {
      waiting.set(
          waiting.size() - 1, new OutputStore.Chunk(0, last.at(), name, last.text() + shown));
    } else {
      waiting.add(new OutputStore.Chunk(0, ports.clock().instant(), name, shown));
    }
  }

  /** Stores and publishes what came since the last call. */
  void flush() {
    List<OutputStore.Chunk> chunks = take();
    if (!chunks.isEmpty()) {
      ports
          .transactions()
          .run(
              () -> {
                ports.output().append(step.tenant(), step.run(), step.id(), chunks);
                chunks.forEach(this::publish);
              });
    }
  }

  private synchronized List<OutputStore.Chunk> take() {
    List<OutputStore.Chunk> chunks = List.copyOf(waiting);
    waiting.clear();
    return chunks;
  }

  private void publish(OutputStore.Chunk chunk) {
    ports
        .events()
        .publish(
            step.tenant(),
            "output",
            Json.MAPPER
                .createObjectNode()
                .put("runId", step.run())
                .put("stepId", step.id())
                .put("stream", chunk.stream())
                .put("text", chunk.text()));
  }
}
