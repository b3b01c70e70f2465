package io.aleff.sandbox;

import io.aleff.connector.OutputSink;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one output stream to its end on a thread of its own, passes decoded text on and keeps the
 * tail. Characters that arrive split over two reads stay whole.
 */
final class OutputPump {

  private static final Logger LOG = LoggerFactory.getLogger(OutputPump.class);
  private static final int CHUNK = 16 * 1024;

  private final OutputSink.Stream stream;
  private final OutputSink sink;
  private final AtomicLong budget;
  private final Runnable onOverflow;
  private final TextTail tail = new TextTail(64 * 1024);
  private final Thread thread;
  private boolean sinkFailed;

  /**
   * @param budget bytes that both streams may still write
   * @param onOverflow called once the budget is used up; output after that is dropped
   */
  OutputPump(
      InputStream input,
      OutputSink.Stream stream,
      OutputSink sink,
      AtomicLong budget,
      Runnable onOverflow) {
    this.stream = stream;
    this.sink = sink;
    this.budget = budget;
    this.onOverflow = onOverflow;
    this.thread = Thread.ofPlatform().daemon().name("sandbox-" + stream).start(() -> pump(input));
  }

  /** Waits until the stream has ended, for at most the given time. */
  void await(long milliseconds) throws InterruptedException {
    thread.join(milliseconds);
  }

  TextTail tail() {
    return tail;
  }

  private void pump(InputStream input) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    ByteBuffer bytes = ByteBuffer.allocate(CHUNK + 8);
    CharBuffer chars = CharBuffer.allocate(CHUNK + 8);
    byte[] chunk = new byte[CHUNK];
    try (input) {
      for (int read = input.read(chunk); read >= 0; read = input.read(chunk)) {
        int taken = take(read);
        bytes.put(chunk, 0, taken);
        decode(decoder, bytes, chars, false);
      }
    } catch (IOException killed) {
      LOG.trace("The {} of a sandbox was cut off.", stream, killed);
    }
    decode(decoder, bytes, chars, true);
  }

  private int take(int read) {
    long left = budget.getAndAdd(-read);
    if (left >= read) {
      return read;
    }
    onOverflow.run();
    return (int) Math.max(0, left);
  }

  private void decode(CharsetDecoder decoder, ByteBuffer bytes, CharBuffer chars, boolean end) {
    bytes.flip();
    decoder.decode(bytes, chars, end);
    if (end) {
      decoder.flush(chars);
    }
    bytes.compact();
    chars.flip();
    if (chars.hasRemaining()) {
      deliver(chars.toString());
    }
    chars.clear();
  }

  /** A viewer that fails must not stop the run, and the pipe must be drained all the same. */
  private void deliver(String text) {
    tail.append(text);
    if (sinkFailed) {
      return;
    }
    try {
      sink.write(stream, text);
    } catch (RuntimeException e) {
      sinkFailed = true;
      LOG.warn("The viewer of a sandbox's output failed; its output goes on unseen.", e);
    }
  }
}
