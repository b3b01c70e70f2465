package io.aleff.cli.approval;

import io.aleff.cli.ApiCommand;
import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.cli.client.AleffClient;
import io.aleff.cli.run.Fields;
import io.aleff.cli.terminal.Style;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code aleff reject}. */
@Command(
    name = "reject",
    mixinStandardHelpOptions = true,
    description = "Rejects what waits for approval, with a reason.")
public final class RejectCommand extends ApiCommand {

  @Parameters(paramLabel = "ID", description = "Id of the request, or of the run that waits.")
  private String id = "";

  @Option(
      names = {"-r", "--reason"},
      paramLabel = "TEXT",
      required = true,
      description = "Why. The requester and the planner see it.")
  private String reason = "";

  RejectCommand(Context context) {
    super(context);
  }

  @Override
  protected int run(AleffClient client) {
    Approvals approvals = new Approvals(client);
    JsonNode request = approvals.find(id);
    JsonNode answer =
        approvals.reject(Fields.text(request, "id"), Fields.text(request, "digest"), reason);
    if (!printedJson(answer)) {
      String state = Fields.text(answer, "state");
      terminal().line(terminal().styled(Style.ofState(state), context.words().state(state)));
    }
    return ExitCode.OK;
  }
}
