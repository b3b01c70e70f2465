package io.aleff.cli.release;

import io.aleff.cli.ApiCommand;
import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.cli.client.AleffClient;
import io.aleff.cli.run.Fields;
import io.aleff.cli.terminal.Style;
import io.aleff.cli.terminal.Table;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** {@code aleff releases}. */
@Command(
    name = "releases",
    mixinStandardHelpOptions = true,
    description = "Lists releases, newest first.")
public final class ReleasesCommand extends ApiCommand {

  ReleasesCommand(Context context) {
    super(context);
  }

  @Override
  protected int run(AleffClient client) {
    JsonNode answer = client.get("/releases");
    if (printedJson(answer)) {
      return ExitCode.OK;
    }
    Table table = new Table("digest", "active", "files", "made", "by", "message");
    for (JsonNode release : answer.isArray() ? answer : answer.path("items")) {
      boolean active = release.path("active").booleanValue(false);
      JsonNode files = release.path("files");
      table.row(
          1,
          Style.GOOD,
          Fields.digest(release, "digest"),
          active ? "active" : "",
          files.isArray() ? Integer.toString(files.size()) : Fields.text(release, "files"),
          Fields.moment(release, "createdAt"),
          Fields.text(release, "createdBy"),
          Fields.text(release, "message"));
    }
    table.print(terminal());
    return ExitCode.OK;
  }
}
