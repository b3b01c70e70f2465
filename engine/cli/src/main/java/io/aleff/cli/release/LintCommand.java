package io.aleff.cli.release;

import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.cli.terminal.Style;
import io.aleff.cli.terminal.Terminal;
import io.aleff.definition.DefinitionBundle;
import io.aleff.definition.Diagnostic;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code aleff lint}. */
@Command(
    name = "lint",
    mixinStandardHelpOptions = true,
    description = "Checks a folder of definitions, here and without the service.")
public final class LintCommand implements Callable<Integer> {

  private final Context context;

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      defaultValue = "",
      description = "Default: ./definitions")
  private String folder = "";

  @Option(names = "--json", description = "Print JSON for programs.")
  private boolean json;

  LintCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    DefinitionBundle.Reading reading = DefinitionFolder.read(context, folder);
    DefinitionBundle bundle =
        reading.bundle() == null ? DefinitionBundle.empty() : reading.bundle();
    List<Diagnostic> findings =
        reading.bundle() == null ? reading.diagnostics() : LocalDefinitions.of(bundle).findings();
    boolean broken = findings.stream().anyMatch(Diagnostic::isError);
    if (json) {
      ObjectNode answer = JsonNodeFactory.instance.objectNode().put("ok", !broken);
      answer.put("digest", bundle.digest()).set("diagnostics", Findings.json(findings));
      context.terminal().json(answer);
    } else {
      print(bundle, findings, broken);
    }
    return broken ? ExitCode.DIAGNOSTICS : ExitCode.OK;
  }

  private void print(DefinitionBundle bundle, List<Diagnostic> findings, boolean broken) {
    Terminal terminal = context.terminal();
    Findings.print(terminal, findings, bundle);
    Findings.summary(terminal, findings, bundle.size());
    if (!broken) {
      terminal.line(terminal.styled(Style.GOOD, "ok") + "  digest " + bundle.digest());
    }
  }
}
