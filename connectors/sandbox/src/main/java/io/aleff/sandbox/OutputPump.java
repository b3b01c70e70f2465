package io.aleff.sandbox;

import java.io.IOException;
import java.io.InputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads one output stream to its end on a thread of its own. */
final class OutputPump {

  private static final Logger LOG = LoggerFactory.getLogger(OutputPump.class);

  private final OutputTap tap;
  private final Thread thread;

  OutputPump(InputStream input, OutputTap tap) {
    this.tap = tap;
    this.thread =
        Thread.ofPlatform().daemon().name("sandbox-" + tap.stream()).start(() -> pump(input));
  }

  /** Waits until the stream has ended, for at most the given time. */
  void await(long milliseconds) throws InterruptedException {
    thread.join(milliseconds);
  }

  TextTail tail() {
    return tap.tail();
  }

  private void pump(InputStream input) {
    byte[] chunk = new byte[16 * 1024];
    try (input) {
      for (int read = input.read(chunk); read >= 0; read = input.read(chunk)) {
        tap.accept(chunk, read);
      }
    } catch (IOException killed) {
      LOG.trace("The {} of a sandbox was cut off.", tap.stream(), killed);
    }
    tap.end();
  }
}
