package io.aleff.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * One output stream of a session, cut into its cells by marks. What a session writes is its
 * program's: a forged mark only misleads about that session. For one thread at a time.
 */
final class CellStream {

  private static final int CHUNK = 16 * 1024;
  private static final int LONGEST_STATUS = 12;

  private final InputStream in;
  private byte[] held = new byte[0];

  CellStream(InputStream in) {
    this.in = in;
  }

  /**
   * Passes on what is written up to a mark; what comes after it is left for the next cell.
   *
   * @param mark what the end of the cell begins with; no byte of it but the first is 0
   * @return the cell's status; empty when the stream ended before
   */
  OptionalInt readTo(byte[] mark, OutputTap tap) throws IOException {
    while (true) {
      int at = indexOf(held, 0, mark);
      if (at >= 0) {
        tap.accept(held, at);
        held = Arrays.copyOfRange(held, at + mark.length, held.length);
        return status();
      }
      int kept = beginning(held, mark);
      tap.accept(held, held.length - kept);
      held = Arrays.copyOfRange(held, held.length - kept, held.length);
      if (!isMore()) {
        tap.accept(held, held.length);
        held = new byte[0];
        return OptionalInt.empty();
      }
    }
  }

  /** A number and a line end; something else is no end of a cell. */
  private OptionalInt status() throws IOException {
    while (true) {
      for (int i = 0; i < held.length; i++) {
        if (held[i] == '\n') {
          String text = new String(held, 0, i, java.nio.charset.StandardCharsets.US_ASCII);
          held = Arrays.copyOfRange(held, i + 1, held.length);
          return text.matches("[0-9]{1,3}")
              ? OptionalInt.of(Integer.parseInt(text))
              : OptionalInt.empty();
        }
      }
      if (held.length > LONGEST_STATUS || !isMore()) {
        return OptionalInt.empty();
      }
    }
  }

  private boolean isMore() throws IOException {
    byte[] chunk = new byte[CHUNK];
    int read = in.read(chunk);
    if (read < 0) {
      return false;
    }
    int before = held.length;
    held = Arrays.copyOf(held, before + read);
    System.arraycopy(chunk, 0, held, before, read);
    return true;
  }

  /**
   * @param from where to begin
   * @return -1 when there is none
   */
  static int indexOf(byte[] text, int from, byte[] mark) {
    for (int i = from; i + mark.length <= text.length; i++) {
      if (Arrays.equals(text, i, i + mark.length, mark, 0, mark.length)) {
        return i;
      }
    }
    return -1;
  }

  /** How many of the last bytes may be the first ones of a mark. */
  static int beginning(byte[] text, byte[] mark) {
    for (int length = Math.min(text.length, mark.length - 1); length > 0; length--) {
      int from = text.length - length;
      if (Arrays.equals(text, from, text.length, mark, 0, length)) {
        return length;
      }
    }
    return 0;
  }
}
