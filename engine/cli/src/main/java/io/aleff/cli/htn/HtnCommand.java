package io.aleff.cli.htn;

import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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

  /**
   * The command of that name without all others; null when there is none that needs to be quick.
   */
  public static @Nullable Object alone(String name, Context context) {
    return switch (name) {
      case "plan" -> new PlanCommand(context);
      case "check" -> new CheckCommand(context);
      case "explain" -> new ExplainCommand(context);
      case "lint" -> new HtnLintCommand(context);
      case "convert" -> new ConvertCommand(context);
      default -> null;
    };
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getOut());
    return ExitCode.USAGE;
  }
}
