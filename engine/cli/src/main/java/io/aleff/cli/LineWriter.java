package io.aleff.cli;

import java.io.Writer;
import java.util.function.Consumer;

/** Hands over text line by line. */
final class LineWriter extends Writer {

  private final Consumer<String> lines;
  private final StringBuilder open = new StringBuilder();

  LineWriter(Consumer<String> lines) {
    this.lines = lines;
  }

  @Override
  public void write(char[] buffer, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      if (buffer[i] == '\n') {
        lines.accept(open.toString());
        open.setLength(0);
      } else if (buffer[i] != '\r') {
        open.append(buffer[i]);
      }
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    if (!open.isEmpty()) {
      lines.accept(open.toString());
      open.setLength(0);
    }
  }
}
