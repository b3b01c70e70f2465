package io.aleff.cli.operation;

import io.aleff.cli.ApiCommand;
import io.aleff.cli.CommandFailure;
import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.cli.client.AleffClient;
import io.aleff.cli.run.Fields;
import io.aleff.cli.run.Words;
import io.aleff.cli.terminal.SafeText;
import io.aleff.cli.terminal.Style;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** {@code aleff doctor}. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = "Checks that everything the service needs is there; says how to fix what is not.")
public final class DoctorCommand extends ApiCommand {

  DoctorCommand(Context context) {
    super(context);
  }

  @Override
  protected int run(AleffClient client) {
    JsonNode checks;
    try {
      checks = client.get("/doctor");
    } catch (CommandFailure e) {
      if (e.exitCode() == ExitCode.UNREACHABLE) {
        return withoutService(client);
      }
      throw e;
    }
    boolean well = true;
    for (JsonNode check : checks) {
      well &= check.path("ok").booleanValue(false);
    }
    if (!printedJson(checks)) {
      checks.forEach(this::print);
      terminal().line("service at " + client.server());
    }
    return well ? ExitCode.OK : ExitCode.FAILURE;
  }

  private int withoutService(AleffClient client) {
    Words words = context.words();
    JsonNode checks =
        new LocalChecks(context.environment(), words).all(context.home().folder(), client.server());
    if (!printedJson(checks)) {
      terminal().note(words.say("doctor.down", client.server()));
      checks.forEach(this::print);
      terminal().note(words.say("doctor.start"));
    }
    return ExitCode.UNREACHABLE;
  }

  private void print(JsonNode check) {
    boolean ok = check.path("ok").booleanValue(false);
    String sign = terminal().styled(ok ? Style.GOOD : Style.BAD, ok ? "✓" : "✗");
    terminal().line(sign + " " + Fields.text(check, "check") + ": " + Fields.text(check, "detail"));
    String fix = SafeText.lines(check.path("fix").asString(""));
    if (!fix.isEmpty()) {
      fix.lines().forEach(line -> terminal().line("    " + line));
    }
  }
}
