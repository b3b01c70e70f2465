package io.aleff.sandbox;

import io.aleff.connector.OutputSink;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes text on to a viewer on a thread of its own. A slow viewer slows the program; one that
 * stalls or fails loses text, and the program goes on.
 */
final class OutputViewer {

  private static final Logger LOG = LoggerFactory.getLogger(OutputViewer.class);
  private static final int PIECES = 64;
  private static final long PATIENCE_MILLIS = 1_000;
  private static final long FAREWELL_MILLIS = 5_000;

  /** Told from any text by being this very object. */
  private static final String END = new String(new char[0]);

  private final OutputSink.Stream stream;
  private final OutputSink sink;
  private final BlockingQueue<String> pieces = new ArrayBlockingQueue<>(PIECES);
  private final Thread thread;
  private volatile boolean failed;
  private long lost;

  OutputViewer(OutputSink.Stream stream, OutputSink sink) {
    this.stream = stream;
    this.sink = sink;
    this.thread = Thread.ofPlatform().daemon().name("sandbox-view-" + stream).start(this::show);
  }

  /** Waits a second at most, and not at all for a viewer that was too slow for that before. */
  void accept(String text) {
    try {
      boolean taken =
          lost == 0
              ? pieces.offer(text, PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
              : pieces.offer(text);
      lost += taken ? 0 : text.length();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits a little for what has not been shown yet. */
  void end() {
    try {
      if (pieces.offer(END, PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
        thread.join(FAREWELL_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (lost > 0 || thread.isAlive()) {
      LOG.warn("A viewer of {} stalled; {} characters were not shown.", stream, lost);
      thread.interrupt();
    }
  }

  @SuppressWarnings("ReferenceEquality") // The end is an object, not a text.
  private void show() {
    try {
      for (String text = pieces.take(); text != END; text = pieces.take()) {
        show(text);
      }
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }

  private void show(String text) {
    if (failed) {
      return;
    }
    try {
      sink.write(stream, text);
    } catch (RuntimeException e) {
      failed = true;
      LOG.warn("The viewer of a sandbox's output failed; its output goes on unseen.", e);
    }
  }
}
