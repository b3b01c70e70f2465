package io.aleff.cli.release;

import io.aleff.cli.ApiCommand;
import io.aleff.cli.CommandFailure;
import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.cli.client.AleffClient;
import io.aleff.cli.run.Fields;
import io.aleff.cli.terminal.Style;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code aleff activate}. */
@Command(
    name = "activate",
    mixinStandardHelpOptions = true,
    description = "Makes a release the active one, or goes back to the one before.")
public final class ActivateCommand extends ApiCommand {

  @Parameters(
      arity = "0..1",
      paramLabel = "DIGEST",
      defaultValue = "",
      description = "The digest, or enough of its beginning.")
  private String digest = "";

  @Option(names = "--previous", description = "Go back to the release before the active one.")
  private boolean previous;

  ActivateCommand(Context context) {
    super(context);
  }

  @Override
  protected int run(AleffClient client) {
    if (previous != digest.isEmpty()) {
      throw new CommandFailure(ExitCode.USAGE, "Give a digest or --previous.");
    }
    JsonNode active =
        previous
            ? client.post("/releases/rollback")
            : client.post("/releases/" + AleffClient.part(whole(client)) + "/activate");
    if (!printedJson(active)) {
      terminal()
          .line(terminal().styled(Style.GOOD, "active") + " " + Fields.text(active, "digest"));
    }
    return ExitCode.OK;
  }

  private String whole(AleffClient client) {
    JsonNode answer = client.get("/releases");
    List<String> found = new ArrayList<>();
    for (JsonNode release : answer.isArray() ? answer : answer.path("items")) {
      String candidate = Fields.text(release, "digest");
      if (candidate.startsWith(digest)) {
        found.add(candidate);
      }
    }
    if (found.size() > 1) {
      throw new CommandFailure(
          ExitCode.USAGE, "Several releases begin with \"" + digest + "\".", found);
    }
    return found.isEmpty() ? digest : found.getFirst();
  }
}
