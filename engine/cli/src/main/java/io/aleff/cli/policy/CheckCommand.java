package io.aleff.cli.policy;

import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.definition.Diagnostic;
import io.aleff.rego.CompileOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code aleff policy check}. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = "Compiles policies and shows all that is wrong with them, with its place.",
    footer = {
      "",
      "Exit codes: 0 nothing wrong, 3 errors.",
      "Example:",
      "  aleff policy check --strict policies/"
    })
public final class CheckCommand implements Callable<Integer> {

  private final Context context;

  @Parameters(arity = "0..*", paramLabel = "PATH", description = "Files or folders.")
  private List<String> paths = new ArrayList<>();

  @Mixin private PolicyOptions options = new PolicyOptions();

  @Option(
      names = {"-S", "--strict"},
      description =
          "Unused imports and variables, shadowed names and deprecated built-ins are errors.")
  private boolean strict;

  @Option(names = "--json", description = "Print JSON for programs.")
  private boolean json;

  CheckCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    CompileOptions compile = CompileOptions.DEFAULT.withStrict(strict).withMockable(true);
    PolicyOptions.Loaded loaded = options.load(context, paths, compile);
    Printing.findings(context.terminal(), loaded.files(), loaded.findings(), json);
    boolean broken = loaded.findings().stream().anyMatch(Diagnostic::isError);
    if (!json) {
      int errors = (int) loaded.findings().stream().filter(Diagnostic::isError).count();
      context
          .terminal()
          .line("%d files, %d errors".formatted(loaded.files().modules().size(), errors));
    }
    return broken ? ExitCode.DIAGNOSTICS : ExitCode.OK;
  }
}
