package io.aleff.cli.sandbox;

import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.cli.terminal.Table;
import io.aleff.connector.SandboxProfile;
import io.aleff.definition.Json;
import io.aleff.sandbox.Enforcement;
import io.aleff.sandbox.Sandboxes;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code aleff sandbox limits}. */
@Command(
    name = "limits",
    mixinStandardHelpOptions = true,
    description = "Says how each limit is enforced on this machine, and which profiles can run.")
final class LimitsCommand implements Callable<Integer> {

  private final Context context;

  @Mixin private BackendOptions backend = new BackendOptions();

  @Mixin private ProfileOptions definitions = new ProfileOptions();

  @Option(names = "--json", description = "Print JSON for programs.")
  private boolean json;

  LimitsCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    Profiles profiles = definitions.read(context);
    try (Sandboxes sandboxes = backend.open(context)) {
      BackendOptions.mustWork(sandboxes);
      if (json) {
        context.terminal().json(json(sandboxes, profiles));
        return ExitCode.OK;
      }
      context.terminal().line("backend " + sandboxes.backend());
      Table limits = new Table("LIMIT", "ENFORCED", "HOW");
      for (Enforcement each : sandboxes.enforcement()) {
        limits.row(each.limit(), each.level().words(), each.how());
      }
      limits.print(context.terminal());
      context.terminal().line();
      Table table = new Table("PROFILE", "RUNS", "DESCRIPTION");
      for (SandboxProfile each : profiles.all()) {
        table.row(each.name(), sandboxes.missing(each).orElse("yes"), each.description());
      }
      table.print(context.terminal());
    }
    return ExitCode.OK;
  }

  static ArrayNode enforcement(Sandboxes sandboxes) {
    ArrayNode lines = Json.MAPPER.createArrayNode();
    for (Enforcement each : sandboxes.enforcement()) {
      lines
          .addObject()
          .put("limit", each.limit())
          .put("enforced", each.level().words())
          .put("how", each.how());
    }
    return lines;
  }

  private static ObjectNode json(Sandboxes sandboxes, Profiles profiles) {
    ObjectNode all = Json.MAPPER.createObjectNode().put("backend", sandboxes.backend());
    all.set("limits", enforcement(sandboxes));
    ObjectNode runs = all.putObject("profiles");
    for (SandboxProfile each : profiles.all()) {
      runs.put(each.name(), sandboxes.missing(each).orElse(""));
    }
    return all;
  }
}
