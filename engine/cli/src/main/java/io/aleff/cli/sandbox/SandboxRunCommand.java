package io.aleff.cli.sandbox;

import io.aleff.cli.CommandFailure;
import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.connector.SandboxProfile;
import io.aleff.sandbox.SandboxLimits;
import io.aleff.sandbox.SandboxOrder;
import io.aleff.sandbox.SandboxProgram;
import io.aleff.sandbox.SandboxReport;
import io.aleff.sandbox.Sandboxes;
import io.aleff.sandbox.TemporaryFolder;
import io.aleff.sandbox.egress.EgressRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code aleff sandbox run}. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description =
        "Runs a program in a sandbox: no network but what --egress names, none of this machine's files.")
final class SandboxRunCommand implements Callable<Integer> {

  private final Context context;

  @Parameters(
      index = "0",
      paramLabel = "FILE|-",
      description = "The program; - reads it from the standard input.")
  private String file = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "ARG",
      description = "Arguments of the program.")
  private List<String> arguments = new ArrayList<>();

  @Mixin private BackendOptions backend = new BackendOptions();

  @Mixin private ProfileOptions definitions = new ProfileOptions();

  @Mixin private ProgramOptions options = new ProgramOptions();

  @Option(
      names = "--stdin",
      paramLabel = "F",
      description = "A file that the program reads as its standard input.")
  private @Nullable String standardInput;

  @Option(
      names = "--egress",
      paramLabel = "HOST",
      description =
          "A host that it may reach: a name, name:port or *.domain. Can be repeated. Default: none.")
  private List<String> egress = new ArrayList<>();

  @Option(
      names = "--time",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "When to end it. Default: ${DEFAULT-VALUE}.")
  private double seconds;

  @Option(names = "--json", description = "Print one JSON object instead of the live output.")
  private boolean json;

  SandboxRunCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Profiles profiles = definitions.read(context);
    SandboxProgram program = program(profiles);
    SandboxLimits limits = options.limits(program.profile(), seconds);
    List<String> hosts = EgressRules.problems(egress);
    if (!hosts.isEmpty()) {
      throw new CommandFailure(ExitCode.USAGE, "--egress cannot be used.", hosts);
    }
    EgressRules rules = egress.isEmpty() ? null : EgressRules.of(egress);
    try (Cancelling cancelling = Cancelling.ofThisThread();
        TemporaryFolder workspace = TemporaryFolder.create("aleff-run-");
        Sandboxes sandboxes = backend.open(context)) {
      cancelling.begin();
      BackendOptions.mustWork(sandboxes);
      RunFiles files = options.filesIn(context, workspace.path());
      Duration time = Duration.ofNanos((long) (seconds * 1e9));
      SandboxReport report =
          sandboxes.run(
              new SandboxOrder(program, limits, workspace.path(), time, rules),
              new LiveOutput(context.terminal(), json));
      RunFiles.Outcome made = options.filesOut(context, files, limits);
      RunReport printed = new RunReport(report, limits, sandboxes, made, options.out());
      if (json) {
        context.terminal().json(printed.json());
      } else {
        printed.print(context.terminal());
      }
      return printed.exitCode();
    }
  }

  private SandboxProgram program(Profiles profiles) throws IOException {
    boolean typed = file.equals("-");
    SandboxProfile chosen = options.profile(profiles, typed ? null : file);
    byte[] code = typed ? System.in.readAllBytes() : Files.readAllBytes(context.resolve(file));
    String input =
        standardInput == null
            ? ""
            : Files.readString(context.resolve(standardInput), StandardCharsets.UTF_8);
    return new SandboxProgram(
        chosen,
        Map.of(chosen.source(), code),
        chosen.source(),
        arguments,
        input,
        options.environment());
  }
}
