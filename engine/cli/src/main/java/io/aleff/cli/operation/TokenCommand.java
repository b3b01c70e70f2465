package io.aleff.cli.operation;

import io.aleff.cli.ApiCommand;
import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.cli.client.AleffClient;
import io.aleff.cli.run.Fields;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code aleff token}. */
@Command(
    name = "token",
    mixinStandardHelpOptions = true,
    description = "Makes a bearer token for the API and prints it once.")
public final class TokenCommand extends ApiCommand {

  @Option(
      names = "--label",
      paramLabel = "LABEL",
      description = "What the token is for: lower-case letters, digits, dots and dashes.")
  private @Nullable String label;

  @Option(names = "--days", paramLabel = "N", description = "How long it lives.")
  private @Nullable Integer days;

  TokenCommand(Context context) {
    super(context);
  }

  @Override
  protected int run(AleffClient client) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    if (label != null) {
      body.put("label", label);
    }
    if (days != null) {
      body.put("days", days);
    }
    JsonNode answer = client.post("/tokens", body);
    if (!printedJson(answer)) {
      terminal().line(Fields.text(answer, "token"));
      terminal()
          .note(
              "It is shown only now. Use it with --token, ALEFF_TOKEN or \"Authorization: Bearer …\".");
    }
    return ExitCode.OK;
  }
}
