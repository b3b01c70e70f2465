package io.aleff.cli.run;

import io.aleff.cli.ApiCommand;
import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.cli.client.AleffClient;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code aleff retry}. */
@Command(
    name = "retry",
    mixinStandardHelpOptions = true,
    description = "Takes up a run that ended without reaching its goal.")
public final class RetryCommand extends ApiCommand {

  /** Where the run is taken up. */
  enum From {
    START,
    FAILED
  }

  @Parameters(paramLabel = "RUN", description = "Id of the run.")
  private String run = "";

  @Option(
      names = "--from",
      paramLabel = "PLACE",
      defaultValue = "FAILED",
      description = "failed: keep the finished work (default); start: do all of it again.")
  private From from = From.FAILED;

  @Option(
      names = {"-w", "--watch"},
      description = "Follow the run to its end.")
  private boolean watch;

  RetryCommand(Context context) {
    super(context);
  }

  @Override
  protected int run(AleffClient client) throws InterruptedException {
    JsonNode body =
        JsonNodeFactory.instance.objectNode().put("from", from.name().toLowerCase(Locale.ROOT));
    JsonNode answer = client.post("/runs/" + AleffClient.part(run) + "/retry", body);
    String taken = Fields.text(answer, "id").isEmpty() ? run : Fields.text(answer, "id");
    if (watch) {
      return Watching.toTheEnd(client, terminal(), context.words(), taken, target.json);
    }
    if (!printedJson(answer)) {
      terminal().line(taken + "  " + context.words().state(Fields.text(answer, "state")));
    }
    return ExitCode.OK;
  }
}
