package io.aleff.cli.policy;

import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.rego.Policy;
import io.aleff.rego.explain.Dependencies;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code aleff policy deps}. */
@Command(
    name = "deps",
    mixinStandardHelpOptions = true,
    description = "Shows which input and data a decision reads, and which rules it goes through.",
    footer = {
      "",
      "Exit codes: 0 shown, 2 error.",
      "Example:",
      "  aleff policy deps -d policies/ data.example.allow"
    })
public final class DepsCommand implements Callable<Integer> {

  private static final int ERROR = 2;

  private final Context context;

  @Parameters(paramLabel = "PATH", description = "For example data.example.allow")
  private String path = "";

  @Mixin private PolicyOptions options = new PolicyOptions();

  @Option(names = "--json", description = "Print JSON for programs.")
  private boolean json;

  DepsCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    PolicyOptions.Ready ready = options.ready(context, json);
    if (ready == null) {
      return ERROR;
    }
    String full = path.equals("data") || path.startsWith("data.") ? path : "data." + path;
    Dependencies found = Dependencies.of(full, ready.policy().modules());
    if (found.rules().isEmpty()) {
      throw new io.aleff.cli.CommandFailure(
          ERROR, "There is no rule at " + full + ".", maybe(ready.policy(), full));
    }
    if (json) {
      ObjectNode answer = JsonNodeFactory.instance.objectNode();
      found.base().forEach(answer.putArray("base")::add);
      found.rules().forEach(answer.putArray("virtual")::add);
      context.terminal().json(answer);
    } else {
      found.base().forEach(line -> context.terminal().line("base     " + line));
      found.rules().forEach(line -> context.terminal().line("virtual  " + line));
    }
    return ExitCode.OK;
  }

  private static List<String> maybe(Policy policy, String path) {
    List<String> known =
        policy.modules().stream()
            .flatMap(m -> m.rules().stream().map(r -> m.dataPath() + "." + r.name()))
            .distinct()
            .toList();
    String near = io.aleff.definition.Suggestions.nearest(path, known);
    return near == null ? List.of() : List.of("Maybe \"" + near + "\"?");
  }
}
