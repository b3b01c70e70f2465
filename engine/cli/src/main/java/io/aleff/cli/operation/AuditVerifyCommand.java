package io.aleff.cli.operation;

import io.aleff.cli.ApiCommand;
import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.cli.client.AleffClient;
import io.aleff.cli.run.Fields;
import io.aleff.cli.terminal.Style;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** {@code aleff audit verify}. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = "Checks every link of the chain; exit code 1 when it is broken.")
public final class AuditVerifyCommand extends ApiCommand {

  AuditVerifyCommand(Context context) {
    super(context);
  }

  @Override
  protected int run(AleffClient client) {
    JsonNode found = client.get("/audit/verify");
    boolean valid = found.path("valid").booleanValue(false);
    if (!printedJson(found)) {
      String events = Fields.text(found, "events");
      if (valid) {
        terminal()
            .line(
                terminal().styled(Style.GOOD, "The audit chain is whole: ") + events + " events.");
        terminal().line("head " + Fields.text(found, "head"));
      } else {
        terminal()
            .line(
                terminal().styled(Style.BAD, "The audit chain is broken")
                    + " at event "
                    + Fields.text(found, "brokenAt")
                    + " of "
                    + events
                    + ": "
                    + Fields.text(found, "reason"));
      }
    }
    return valid ? ExitCode.OK : ExitCode.FAILURE;
  }
}
