package io.aleff.cli.release;

import io.aleff.cli.ApiCommand;
import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.cli.client.AleffClient;
import io.aleff.cli.run.Fields;
import io.aleff.cli.terminal.Style;
import io.aleff.definition.DefinitionBundle;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code aleff release}. */
@Command(
    name = "release",
    mixinStandardHelpOptions = true,
    description = "Makes a release of a folder of definitions: linted, tested, immutable.")
public final class ReleaseCommand extends ApiCommand {

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      defaultValue = "",
      description = "Default: ./definitions")
  private String folder = "";

  @Option(names = "--activate", description = "Make it the active release at once.")
  private boolean activate;

  @Option(
      names = {"-m", "--message"},
      paramLabel = "TEXT",
      description = "What has changed.")
  private @Nullable String message;

  ReleaseCommand(Context context) {
    super(context);
  }

  @Override
  protected int run(AleffClient client) throws IOException {
    DefinitionBundle.Reading reading = DefinitionFolder.read(context, folder);
    DefinitionBundle bundle = reading.bundle();
    if (bundle == null) {
      Findings.print(terminal(), reading.diagnostics(), DefinitionBundle.empty());
      return ExitCode.DIAGNOSTICS;
    }
    String query = message == null ? "" : "?message=" + AleffClient.part(message);
    JsonNode made = client.post("/releases" + query, bundle.toArchive(), "application/zip");
    String digest = Fields.text(made, "digest");
    JsonNode shown =
        activate ? client.post("/releases/" + AleffClient.part(digest) + "/activate") : made;
    if (!printedJson(shown)) {
      terminal().line("release " + digest + "  " + bundle.size() + " files");
      terminal()
          .line(
              activate
                  ? terminal()
                      .styled(Style.GOOD, "active: new runs use it, running ones stay on theirs")
                  : "Activate it with: aleff activate "
                      + digest.substring(0, Math.min(12, digest.length())));
    }
    return ExitCode.OK;
  }
}
