package io.aleff.sandbox;

import io.aleff.connector.OutputSink;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Takes the bytes of one output stream, passes decoded text on and keeps the tail. Characters that
 * arrive split over two pieces stay whole. For one thread at a time.
 */
final class OutputTap {

  private static final int CHUNK = 16 * 1024;

  private final OutputSink.Stream stream;
  private final OutputViewer viewer;
  private final AtomicLong budget;
  private final Runnable onOverflow;
  private final TextTail tail = new TextTail(64 * 1024);
  private final ByteBuffer bytes = ByteBuffer.allocate(CHUNK + 8);
  private final CharBuffer chars = CharBuffer.allocate(CHUNK + 8);
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);

  /**
   * @param budget bytes that both streams may still write
   * @param onOverflow called once the budget is used up; output after that is dropped
   */
  OutputTap(OutputSink.Stream stream, OutputSink sink, AtomicLong budget, Runnable onOverflow) {
    this.stream = stream;
    this.viewer = new OutputViewer(stream, sink);
    this.budget = budget;
    this.onOverflow = onOverflow;
  }

  OutputSink.Stream stream() {
    return stream;
  }

  TextTail tail() {
    return tail;
  }

  void accept(byte[] piece, int length) {
    int taken = take(length);
    for (int from = 0; from < taken; from += CHUNK) {
      bytes.put(piece, from, Math.min(CHUNK, taken - from));
      decode(false);
    }
  }

  /** The stream has ended. */
  void end() {
    decode(true);
    viewer.end();
  }

  private int take(int read) {
    long left = budget.getAndAdd(-read);
    if (left >= read) {
      return read;
    }
    onOverflow.run();
    return (int) Math.max(0, left);
  }

  private void decode(boolean end) {
    bytes.flip();
    decoder.decode(bytes, chars, end);
    if (end) {
      decoder.flush(chars);
    }
    bytes.compact();
    chars.flip();
    if (chars.hasRemaining()) {
      String text = chars.toString();
      tail.append(text);
      viewer.accept(text);
    }
    chars.clear();
  }
}
