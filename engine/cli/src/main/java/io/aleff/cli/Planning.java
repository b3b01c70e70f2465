package io.aleff.cli;

import io.aleff.cli.htn.HtnCommand;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The command {@code aleff} with planning alone. It loads no class of the other commands, so that
 * the launcher can start it with the few libraries that planning needs.
 */
@Command(
    name = "aleff",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = HtnCommand.class)
final class Planning implements Callable<Integer> {

  @Option(
      names = "--lang",
      paramLabel = "TAG",
      scope = ScopeType.INHERIT,
      description = "en or pt-BR. Default: $LANG.")
  @SuppressWarnings("UnusedVariable") // Declared for help; it is read before the command line is.
  private String language = "";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getOut());
    return ExitCode.USAGE;
  }
}
