package io.aleff.cli.run;

import io.aleff.cli.ApiCommand;
import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.cli.client.AleffClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code aleff cancel}. */
@Command(
    name = "cancel",
    mixinStandardHelpOptions = true,
    description = "Stops a run; what it started is killed, what it did stays.")
public final class CancelCommand extends ApiCommand {

  @Parameters(paramLabel = "RUN", description = "Id of the run.")
  private String run = "";

  CancelCommand(Context context) {
    super(context);
  }

  @Override
  protected int run(AleffClient client) {
    JsonNode answer = client.post("/runs/" + AleffClient.part(run) + "/cancel");
    if (!printedJson(answer)) {
      terminal().line(run + "  " + context.words().state(Fields.text(answer, "state")));
    }
    return ExitCode.OK;
  }
}
