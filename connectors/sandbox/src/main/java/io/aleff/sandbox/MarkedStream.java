package io.aleff.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * One output stream of a container, without the mark that the container's first process writes when
 * the program has ended: the mark, three digits of the exit code, a line end. A program can forge
 * it, and then has told another exit code of itself; that it has ended nobody believes it.
 *
 * <p>One thread writes, others ask.
 */
final class MarkedStream {

  private static final int STATUS = 4;

  private final byte[] mark;
  private final OutputTap tap;
  private byte[] held = new byte[0];
  private volatile int status = -1;

  /**
   * @param mark no byte of it but the first is 0
   */
  MarkedStream(byte[] mark, OutputTap tap) {
    this.mark = mark;
    this.tap = tap;
  }

  /** The exit code of a mark that is the last of all that was written so far. */
  OptionalInt status() {
    int last = status;
    return last < 0 ? OptionalInt.empty() : OptionalInt.of(last);
  }

  void accept(byte[] piece) {
    status = -1;
    byte[] text = Arrays.copyOf(held, held.length + piece.length);
    System.arraycopy(piece, 0, text, held.length, piece.length);
    int from = 0;
    int last = -1;
    int at = CellStream.indexOf(text, 0, mark);
    while (at >= 0 && at + mark.length + STATUS <= text.length) {
      pass(text, from, at);
      from = at + mark.length + STATUS;
      last = number(new String(text, from - STATUS, STATUS, StandardCharsets.US_ASCII));
      at = CellStream.indexOf(text, from, mark);
    }
    int shown =
        at >= 0
            ? at
            : text.length - CellStream.beginning(Arrays.copyOfRange(text, from, text.length), mark);
    pass(text, from, shown);
    held = Arrays.copyOfRange(text, shown, text.length);
    status = from == text.length ? last : -1;
  }

  /** The stream has ended. */
  void end() {
    tap.accept(held, held.length);
    held = new byte[0];
    tap.end();
  }

  private void pass(byte[] text, int from, int to) {
    if (to > from) {
      tap.accept(Arrays.copyOfRange(text, from, to), to - from);
    }
  }

  private static int number(String text) {
    return text.matches("[0-2][0-9][0-9]\n") ? Integer.parseInt(text.substring(0, 3)) : -1;
  }
}
