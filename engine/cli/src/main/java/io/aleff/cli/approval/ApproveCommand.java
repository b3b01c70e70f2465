package io.aleff.cli.approval;

import io.aleff.cli.ApiCommand;
import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.cli.client.AleffClient;
import io.aleff.cli.run.Fields;
import io.aleff.cli.run.Words;
import io.aleff.cli.terminal.Style;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code aleff approve}. */
@Command(
    name = "approve",
    mixinStandardHelpOptions = true,
    description = "Shows exactly what would happen, and approves it.")
public final class ApproveCommand extends ApiCommand {

  @Parameters(paramLabel = "ID", description = "Id of the request, or of the run that waits.")
  private String id = "";

  @Option(
      names = "--digest",
      paramLabel = "SHA256",
      description = "Approve only if the action still has this digest.")
  private @Nullable String digest;

  @Option(names = "--comment", paramLabel = "TEXT", description = "Kept with the decision.")
  private @Nullable String comment;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask. On a terminal it asks unless there is --yes or --digest.")
  private boolean yes;

  @Option(names = "--full", description = "Show files and their lines whole.")
  private boolean full;

  ApproveCommand(Context context) {
    super(context);
  }

  @Override
  protected int run(AleffClient client) throws InterruptedException {
    Approvals approvals = new Approvals(client);
    JsonNode request = approvals.find(id);
    Words words = context.words();
    String console = client.console("inbox/" + Fields.text(request, "id"));
    if (!target.json) {
      new ApprovalText(terminal(), words, console, full).print(request);
      if (!agreed(words)) {
        terminal().line(words.say("approval.left"));
        return ExitCode.FAILURE;
      }
    }
    String shown = digest == null ? Fields.text(request, "digest") : digest;
    JsonNode answer = approvals.approve(Fields.text(request, "id"), shown, comment);
    if (!printedJson(answer)) {
      String state = Fields.text(answer, "state");
      int missing = answer.path("required").intValue(1) - answer.path("approvals").intValue(1);
      terminal().line();
      terminal().line(terminal().styled(Style.ofState(state), words.state(state)));
      if (missing > 0) {
        terminal().line(words.say("approval.missing", missing));
      }
    }
    return ExitCode.OK;
  }

  /** A person who sees it here for the first time is asked; a script has decided already. */
  private boolean agreed(Words words) throws InterruptedException {
    if (yes || digest != null || !terminal().interactive()) {
      return true;
    }
    terminal().line();
    String answer = terminal().ask(words.say("approval.confirm") + " ", () -> false);
    return answer != null && Answers.YES.contains(answer.toLowerCase(Locale.ROOT));
  }
}
