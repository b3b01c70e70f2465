package io.aleff.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;

/**
 * A pipe between threads. Unlike the JDK's it does not care which threads write and read, and
 * whether those live on.
 */
final class BytePipe extends InputStream {

  private final byte[] ring;
  private int first;
  private int held;
  private boolean ended;
  private boolean closed;

  /**
   * @param size bytes it takes without anybody reading
   */
  BytePipe(int size) {
    this.ring = new byte[size];
  }

  /**
   * Waits while it is full.
   *
   * @throws IOException when it was closed or ended
   */
  synchronized void write(byte[] bytes) throws IOException {
    int done = 0;
    while (done < bytes.length) {
      while (held == ring.length && !closed && !ended) {
        pause();
      }
      if (closed || ended) {
        throw new IOException("Nobody reads any more.");
      }
      int to = (first + held) % ring.length;
      int most = Math.min(ring.length - held, ring.length - to);
      int count = Math.min(most, bytes.length - done);
      System.arraycopy(bytes, done, ring, to, count);
      held += count;
      done += count;
      notifyAll();
    }
  }

  /** Nothing is written any more; what is held can still be read. */
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public synchronized int read(byte[] to, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (held == 0 && !ended && !closed) {
      pause();
    }
    if (held == 0 || closed) {
      return -1;
    }
    int count = Math.min(length, Math.min(held, ring.length - first));
    System.arraycopy(ring, first, to, offset, count);
    first = (first + count) % ring.length;
    held -= count;
    notifyAll();
    return count;
  }

  /** Whoever waits for it goes on: readers see the end, writers fail. */
  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }

  @SuppressWarnings("WaitNotInLoop") // The callers loop.
  private void pause() throws IOException {
    try {
      wait();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while a pipe was waited for.");
    }
  }
}
