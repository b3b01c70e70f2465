package io.aleff.cli.sandbox;

import io.aleff.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code aleff sandbox}. */
@Command(
    name = "sandbox",
    mixinStandardHelpOptions = true,
    description =
        "Runs programs in sandboxes of this machine, and attacks them; without the service.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      SandboxRunCommand.class,
      SandboxSessionCommand.class,
      SandboxBenchCommand.class,
      AbuseCommand.class,
      LimitsCommand.class,
      ImageCommand.class
    })
public final class SandboxCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getOut());
    return ExitCode.USAGE;
  }
}
