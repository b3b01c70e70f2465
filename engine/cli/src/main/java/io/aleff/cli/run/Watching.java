package io.aleff.cli.run;

import io.aleff.cli.client.AleffClient;
import io.aleff.cli.terminal.Terminal;
import tools.jackson.databind.JsonNode;

/** Follows a run for {@code --watch}. */
final class Watching {

  private Watching() {}

  /**
   * @param json print only the run in full at its end
   * @return the exit code
   */
  static int toTheEnd(AleffClient client, Terminal terminal, Words words, String run, boolean json)
      throws InterruptedException {
    RunListener listener =
        json ? RunListener.silent() : RunListener.telling(new RunStory(terminal, words, true));
    if (!json) {
      terminal.line(words.say("run") + " " + run + "  " + client.console("runs/" + run));
    }
    JsonNode ended = new RunWatch(client, terminal, words, listener).watch(run);
    if (json) {
      terminal.json(ended);
    } else {
      terminal.line();
      RunTable.print(terminal, words, ended);
      terminal.line();
      RunTable.outcome(terminal, words, ended);
    }
    return RunTable.exitCode(ended);
  }
}
