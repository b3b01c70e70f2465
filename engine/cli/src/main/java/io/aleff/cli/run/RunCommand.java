package io.aleff.cli.run;

import io.aleff.cli.ApiCommand;
import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.cli.client.AleffClient;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code aleff run}. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Starts a run that reaches a goal.")
public final class RunCommand extends ApiCommand {

  @Mixin private final Goal goal = new Goal();

  @Option(
      names = {"-w", "--watch"},
      description = "Follow the run to its end; the exit code says whether the goal was verified.")
  private boolean watch;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "Idempotency key: the same key never starts a second run.")
  private @Nullable String key;

  RunCommand(Context context) {
    super(context);
  }

  @Override
  protected int run(AleffClient client) throws InterruptedException {
    String once = key == null ? UUID.randomUUID().toString() : key;
    JsonNode run = client.post("/runs", goal.form(context, once));
    String id = Fields.text(run, "id");
    if (!watch) {
      if (!printedJson(run)) {
        String state = context.words().state(Fields.text(run, "state"));
        terminal().line(id + "  " + state + "  " + Fields.text(run, "goal"));
        terminal().note(context.words().say("run.follow", id));
      }
      return ExitCode.OK;
    }
    return Watching.toTheEnd(client, terminal(), context.words(), id, target.json);
  }
}
