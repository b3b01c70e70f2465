package io.aleff.cli;

import io.aleff.cli.approval.ApproveCommand;
import io.aleff.cli.approval.InboxCommand;
import io.aleff.cli.approval.RejectCommand;
import io.aleff.cli.htn.HtnCommand;
import io.aleff.cli.operation.AuditCommand;
import io.aleff.cli.operation.DeadLettersCommand;
import io.aleff.cli.operation.DoctorCommand;
import io.aleff.cli.operation.TokenCommand;
import io.aleff.cli.policy.PolicyCommand;
import io.aleff.cli.rego.RegoCommand;
import io.aleff.cli.release.ActivateCommand;
import io.aleff.cli.release.LintCommand;
import io.aleff.cli.release.ReleaseCommand;
import io.aleff.cli.release.ReleasesCommand;
import io.aleff.cli.release.TestDefinitionsCommand;
import io.aleff.cli.run.CancelCommand;
import io.aleff.cli.run.DemoCommand;
import io.aleff.cli.run.RetryCommand;
import io.aleff.cli.run.RollbackCommand;
import io.aleff.cli.run.RunCommand;
import io.aleff.cli.run.RunsCommand;
import io.aleff.cli.run.ShowCommand;
import io.aleff.cli.run.SimulateCommand;
import io.aleff.cli.sandbox.SandboxCommand;
import io.aleff.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code aleff}. */
@Command(
    name = "aleff",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    description = "Runs agent work from versioned definitions, under guardrails and approvals.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      RunCommand.class,
      SimulateCommand.class,
      RunsCommand.class,
      ShowCommand.class,
      CancelCommand.class,
      RetryCommand.class,
      RollbackCommand.class,
      InboxCommand.class,
      ApproveCommand.class,
      RejectCommand.class,
      LintCommand.class,
      TestDefinitionsCommand.class,
      PolicyCommand.class,
      ReleaseCommand.class,
      ActivateCommand.class,
      ReleasesCommand.class,
      RegoCommand.class,
      AuditCommand.class,
      DeadLettersCommand.class,
      HtnCommand.class,
      SandboxCommand.class,
      TokenCommand.class,
      DoctorCommand.class
    })
public final class Aleff extends TopCommand {

  Aleff() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    Map<String, String> environment = System.getenv();
    Context context =
        new Context(
            Terminal.ofProcess(environment),
            environment,
            Path.of(environment.getOrDefault("ALEFF_CWD", "")).toAbsolutePath());
    System.exit(run(context, args));
  }

  /**
   * @return one of {@link ExitCode}
   */
  public static int run(Context context, String... args) {
    if (args.length == 0 || !args[0].equals("htn")) {
      return commandLine(speaking(context, args)).execute(args);
    }
    Object alone = args.length > 1 ? HtnCommand.alone(args[1], context) : null;
    return alone == null ? anyPlanning(context, args) : planning(alone, context, args);
  }

  /**
   * One command of planning alone: to load the others takes longer than to solve a small problem.
   * Whatever is not plainly right is left to all commands of planning, which know help and
   * language.
   */
  private static int planning(Object command, Context context, String... args) {
    CommandLine line = prepared(new CommandLine(command), context);
    line.setParameterExceptionHandler((wrong, given) -> anyPlanning(context, args));
    boolean asked = List.of(args).contains("--help") || List.of(args).contains("-h");
    return asked
        ? anyPlanning(context, args)
        : line.execute(Arrays.copyOfRange(args, 2, args.length));
  }

  private static int anyPlanning(Context context, String... args) {
    Context speaking = speaking(context, args);
    return prepared(new CommandLine(new Planning(), new CommandFactory(speaking)), speaking)
        .execute(args);
  }

  static CommandLine commandLine(Context context) {
    return prepared(new CommandLine(new Aleff(), new CommandFactory(context)), context);
  }

  private static CommandLine prepared(CommandLine line, Context context) {
    line.setResourceBundle(context.words().help());
    line.setUsageHelpAutoWidth(false);
    line.setUsageHelpWidth(Math.min(context.terminal().width(), 110));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setOut(new java.io.PrintWriter(new LineWriter(context.terminal()::line), true));
    line.setErr(new java.io.PrintWriter(new LineWriter(context.terminal()::note), true));
    line.setExecutionExceptionHandler(new FailureReport(context));
    return line;
  }

  /** The language is needed before the command line is read: help and errors speak it. */
  private static Context speaking(Context context, String... args) {
    for (int i = 0; i < args.length; i++) {
      if (args[i].startsWith("--lang=")) {
        return context.speaking(args[i].substring("--lang=".length()));
      }
      if (args[i].equals("--lang") && i + 1 < args.length) {
        return context.speaking(args[i + 1]);
      }
    }
    return context;
  }
}
