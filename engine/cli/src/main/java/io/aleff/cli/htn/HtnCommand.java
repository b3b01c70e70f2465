package io.aleff.cli.htn;

import io.aleff.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code aleff htn}. */
@Command(
    name = "htn",
    mixinStandardHelpOptions = true,
    description =
        "Plans, checks, explains and measures task networks in files, without the service.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      PlanCommand.class,
      CheckCommand.class,
      ExplainCommand.class,
      HtnLintCommand.class,
      ConvertCommand.class,
      BenchCommand.class
    })
public final class HtnCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getOut());
    return ExitCode.USAGE;
  }
}
