package io.aleff.cli.run;

import io.aleff.cli.ApiCommand;
import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.cli.client.AleffClient;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code aleff rollback}. */
@Command(
    name = "rollback",
    mixinStandardHelpOptions = true,
    description = "Undoes a run step by step, newest first, and waits for it.")
public final class RollbackCommand extends ApiCommand {

  @Parameters(paramLabel = "RUN", description = "Id of the run.")
  private String run = "";

  @Option(names = "--no-wait", description = "Do not wait for the end.")
  private boolean noWait;

  RollbackCommand(Context context) {
    super(context);
  }

  @Override
  protected int run(AleffClient client) throws InterruptedException {
    Words words = context.words();
    String path = "/runs/" + AleffClient.part(run);
    JsonNode before = client.get(path);
    JsonNode answer = client.post(path + "/rollback");
    if (noWait) {
      if (!printedJson(answer)) {
        terminal().line(run + "  " + words.state(Fields.text(answer, "state")));
      }
      return ExitCode.OK;
    }
    RunListener listener =
        target.json ? RunListener.silent() : new UndoStory(terminal(), words, before);
    String start = Fields.text(before, "state");
    AtomicBoolean moved = new AtomicBoolean(!Fields.text(answer, "state").equals(start));
    JsonNode ended =
        new RunWatch(client, terminal(), words, listener)
            .watch(run, state -> over(state, start, moved));
    boolean undone = Fields.text(ended, "state").equals("rolled_back");
    if (!printedJson(ended)) {
      terminal().line();
      RunTable.outcome(terminal(), words, ended);
    }
    return undone ? ExitCode.OK : ExitCode.FAILURE;
  }

  /** The run begins in an end state, so that one counts only after it was left. */
  private static boolean over(String state, String start, AtomicBoolean moved) {
    if (!state.equals(start)) {
      moved.set(true);
    }
    return state.equals("rolled_back") || (moved.get() && RunWatch.ended(state));
  }
}
