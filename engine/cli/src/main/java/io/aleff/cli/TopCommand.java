package io.aleff.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** What stands before all subcommands: the language, and help where none is named. */
abstract sealed class TopCommand implements Callable<Integer> permits Aleff, Planning {

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
