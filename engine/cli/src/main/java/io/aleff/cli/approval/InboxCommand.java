package io.aleff.cli.approval;

import io.aleff.cli.ApiCommand;
import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.cli.client.AleffClient;
import io.aleff.cli.run.Fields;
import io.aleff.cli.run.Words;
import io.aleff.cli.terminal.Style;
import io.aleff.cli.terminal.Table;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code aleff inbox}. */
@Command(
    name = "inbox",
    mixinStandardHelpOptions = true,
    description = "Lists what waits for approval, or shows one request whole.")
public final class InboxCommand extends ApiCommand {

  /** Which requests are listed. */
  enum Which {
    OPEN,
    DONE,
    ALL
  }

  @Option(
      names = "--state",
      paramLabel = "STATE",
      defaultValue = "OPEN",
      description = "open (default), done or all.")
  private Which which = Which.OPEN;

  @Parameters(
      arity = "0..1",
      paramLabel = "ID",
      defaultValue = "",
      description = "Show this request, or that of this run, instead of the list.")
  private String id = "";

  @Option(names = "--full", description = "Show files and their lines whole.")
  private boolean full;

  InboxCommand(Context context) {
    super(context);
  }

  @Override
  protected int run(AleffClient client) {
    if (!id.isEmpty()) {
      return show(client);
    }
    JsonNode page = client.get("/approvals?state=" + which.name().toLowerCase(Locale.ROOT));
    if (printedJson(page)) {
      return ExitCode.OK;
    }
    Words words = context.words();
    Table table =
        new Table(
            "id",
            words.say("table.state"),
            words.say("approval.action"),
            words.say("approval.effect"),
            words.say("list.risk"),
            words.say("list.requester"),
            words.say("approval.expires"),
            words.say("list.goal"));
    for (JsonNode item : page.path("items")) {
      String state = Fields.text(item, "state");
      table.row(
          1,
          Style.ofState(state),
          Fields.text(item, "id"),
          words.state(state),
          Fields.text(item, "action"),
          words.state(Fields.text(item, "reversibility")),
          Fields.text(item, "risk"),
          Fields.text(item, "requester"),
          Fields.moment(item, "expiresAt"),
          Fields.text(item, "goal"));
    }
    if (table.isEmpty()) {
      terminal().note(words.say("list.no-approvals"));
    } else {
      table.print(terminal());
    }
    return ExitCode.OK;
  }

  private int show(AleffClient client) {
    JsonNode request = new Approvals(client).find(id);
    if (!printedJson(request)) {
      String console = client.console("inbox/" + Fields.text(request, "id"));
      new ApprovalText(terminal(), context.words(), console, full).print(request);
    }
    return ExitCode.OK;
  }
}
