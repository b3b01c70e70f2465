package io.aleff.connector;

/** Takes the live output of a running operation. Safe to call from several threads. */
@FunctionalInterface
public interface OutputSink {

  /**
   * @param stream {@code stdout} or {@code stderr}
   * @param text decoded output, not necessarily whole lines
   */
  void write(Stream stream, String text);

  /** Which of the two output streams. */
  enum Stream {
    STDOUT,
    STDERR
  }
}
