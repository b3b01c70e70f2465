package io.aleff.cli;

import io.aleff.cli.client.AleffClient;
import io.aleff.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** A command that talks to the service. */
public abstract class ApiCommand implements Callable<Integer> {

  protected final Context context;

  @Mixin protected final Target target = new Target();

  protected ApiCommand(Context context) {
    this.context = context;
  }

  @Override
  public final Integer call() throws Exception {
    return run(context.client(target));
  }

  /**
   * @return one of {@link ExitCode}
   */
  protected abstract int run(AleffClient client) throws Exception;

  protected Terminal terminal() {
    return context.terminal();
  }

  /** Prints JSON for programs when asked to; true when it did. */
  protected boolean printedJson(JsonNode value) {
    if (target.json) {
      terminal().json(value);
    }
    return target.json;
  }
}
