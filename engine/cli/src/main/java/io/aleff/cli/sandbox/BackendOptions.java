package io.aleff.cli.sandbox;

import io.aleff.cli.CommandFailure;
import io.aleff.sandbox.SandboxSettings;
import io.aleff.sandbox.Sandboxes;
import java.util.List;
import picocli.CommandLine.Option;

/** Which backend a command is about. */
final class BackendOptions {

  /** Nothing was run: no backend, no interpreter, or the order is refused. */
  static final int REFUSED = 126;

  @Option(
      names = "--backend",
      paramLabel = "bwrap|docker",
      description = "What makes the sandbox. Default: bwrap where it works, else docker.")
  private SandboxSettings.Choice backend = SandboxSettings.Choice.AUTO;

  Sandboxes open() {
    return Sandboxes.open(new SandboxSettings(backend));
  }

  /**
   * @throws CommandFailure when no sandbox can start
   */
  static void mustWork(Sandboxes sandboxes) {
    List<String> problems = sandboxes.problems();
    if (!problems.isEmpty()) {
      throw new CommandFailure(REFUSED, "No sandbox can be had here.", problems);
    }
  }
}
