package io.aleff.cli.sandbox;

import io.aleff.cli.terminal.SafeText;
import io.aleff.cli.terminal.Terminal;
import io.aleff.connector.OutputSink;

/**
 * Shows what a program writes while it runs. A person's terminal is shown no control sequences;
 * another program gets what there is.
 *
 * @param quiet nothing is shown
 */
record LiveOutput(Terminal terminal, boolean quiet) implements OutputSink {

  @Override
  public void write(Stream stream, String text) {
    if (quiet) {
      return;
    }
    String shown = terminal.interactive() ? SafeText.lines(text) : text;
    if (stream == Stream.STDOUT) {
      terminal.print(shown);
    } else {
      terminal.printNote(shown);
    }
  }
}
