package io.aleff.cli.run;

import io.aleff.cli.ApiCommand;
import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.cli.client.AleffClient;
import io.aleff.cli.terminal.Style;
import io.aleff.cli.terminal.Table;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code aleff runs}. */
@Command(name = "runs", mixinStandardHelpOptions = true, description = "Lists runs, newest first.")
public final class RunsCommand extends ApiCommand {

  @Option(names = "--state", paramLabel = "STATE", description = "Only runs in this state.")
  private @Nullable String state;

  @Option(
      names = {"-q", "--query"},
      paramLabel = "TEXT",
      description = "Only runs whose goal has this text.")
  private @Nullable String query;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      defaultValue = "20",
      description = "How many at most (${DEFAULT-VALUE}).")
  private int limit = 20;

  RunsCommand(Context context) {
    super(context);
  }

  @Override
  protected int run(AleffClient client) {
    String path =
        "/runs?limit="
            + limit
            + (state == null ? "" : "&state=" + AleffClient.part(state))
            + (query == null ? "" : "&q=" + AleffClient.part(query));
    JsonNode page = client.get(path);
    if (printedJson(page)) {
      return ExitCode.OK;
    }
    Words words = context.words();
    Table table =
        new Table(
            words.say("list.run"),
            words.say("table.state"),
            "%",
            words.say("list.requester"),
            words.say("list.started"),
            words.say("list.goal"));
    for (JsonNode run : page.path("items")) {
      String now = Fields.text(run, "state");
      table.row(
          1,
          Style.ofState(now),
          Fields.text(run, "id"),
          words.state(now),
          Fields.text(run, "progress"),
          Fields.text(run, "requester"),
          Fields.moment(run, "createdAt"),
          Fields.text(run, "goal"));
    }
    if (table.isEmpty()) {
      terminal().note(words.say("list.no-runs"));
    } else {
      table.print(terminal());
    }
    if (!Fields.text(page, "nextCursor").isEmpty()) {
      terminal().note(words.say("list.more"));
    }
    return ExitCode.OK;
  }
}
