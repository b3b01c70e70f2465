package io.aleff.cli.operation;

import io.aleff.cli.ApiCommand;
import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.cli.client.AleffClient;
import io.aleff.cli.run.Fields;
import io.aleff.cli.terminal.Table;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code aleff dead-letters}. */
@Command(
    name = "dead-letters",
    mixinStandardHelpOptions = true,
    description = "Steps of which nobody knows whether they had their effect; a person decides.")
public final class DeadLettersCommand extends ApiCommand {

  /** At most one answer. */
  static final class Answer {
    @Option(names = "--replay", paramLabel = "ID", description = "Run the action again.")
    @Nullable String replay;

    @Option(names = "--discard", paramLabel = "ID", description = "Let the step fail.")
    @Nullable String discard;
  }

  @ArgGroup(exclusive = true)
  private @Nullable Answer answer;

  DeadLettersCommand(Context context) {
    super(context);
  }

  @Override
  protected int run(AleffClient client) {
    if (answer == null) {
      return list(client);
    }
    String path =
        answer.replay != null
            ? AleffClient.part(answer.replay) + "/replay"
            : AleffClient.part(String.valueOf(answer.discard)) + "/discard";
    JsonNode done = client.post("/dead-letters/" + path);
    if (!printedJson(done)) {
      terminal().line(Fields.text(done, "id") + "  " + Fields.text(done, "state"));
    }
    return ExitCode.OK;
  }

  private int list(AleffClient client) {
    JsonNode letters = client.get("/dead-letters");
    if (printedJson(letters)) {
      return ExitCode.OK;
    }
    JsonNode items = letters.isArray() ? letters : letters.path("items");
    Table table = new Table("id", "run", "step", "since", "why");
    for (JsonNode letter : items) {
      String run = Fields.text(letter, "runId").isEmpty() ? "run" : "runId";
      String step = Fields.text(letter, "stepId").isEmpty() ? "step" : "stepId";
      table.row(
          Fields.text(letter, "id"),
          Fields.text(letter, run),
          Fields.text(letter, step),
          Fields.moment(letter, "createdAt"),
          Fields.text(letter, "reason"));
    }
    if (table.isEmpty()) {
      terminal().note("No dead letters.");
    } else {
      table.print(terminal());
    }
    return ExitCode.OK;
  }
}
