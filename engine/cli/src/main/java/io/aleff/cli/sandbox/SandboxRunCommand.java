package io.aleff.cli.sandbox;

import io.aleff.cli.CommandFailure;
import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.cli.terminal.SafeText;
import io.aleff.connector.OutputSink;
import io.aleff.connector.SandboxProfile;
import io.aleff.definition.Json;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

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

  @Option(
      names = "--profile",
      paramLabel = "P",
      description = "How to run it. Default: by the file's ending; python for -.")
  private @Nullable String profile;

  @Option(
      names = "--limit",
      paramLabel = "K=V",
      description = "A limit before the profile's, such as memoryMb=64. Can be repeated.")
  private Map<String, String> limits = new LinkedHashMap<>();

  @Option(
      names = "--in",
      paramLabel = "F",
      description = "A file or folder to copy into the workspace. Can be repeated.")
  private List<String> inputs = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where to put the files that the program made or changed.")
  private @Nullable String out;

  @Option(
      names = "--stdin",
      paramLabel = "F",
      description = "A file that the program reads as its standard input.")
  private @Nullable String standardInput;

  @Option(
      names = "--env",
      paramLabel = "K=V",
      description = "A variable of the program's environment. Can be repeated.")
  private Map<String, String> environment = new LinkedHashMap<>();

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

  @Option(
      names = "--definitions",
      paramLabel = "DIR",
      description = "Where profiles are. Default: those that Aleff comes with.")
  private @Nullable String definitions;

  @Option(names = "--json", description = "Print one JSON object instead of the live output.")
  private boolean json;

  SandboxRunCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Profiles profiles = Profiles.read(context, definitions);
    SandboxProgram program = program(profiles);
    SandboxLimits.Reading reading =
        SandboxLimits.read(
            program.profile().limits(), typed(limits), Json.MAPPER.createObjectNode());
    if (!reading.problems().isEmpty() || !(seconds > 0)) {
      throw new CommandFailure(ExitCode.USAGE, "The limits cannot be used.", reading.problems());
    }
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
      RunFiles files = new RunFiles(workspace.path());
      for (String each : inputs) {
        files.take(context, each);
      }
      Duration time = Duration.ofNanos((long) (seconds * 1e9));
      SandboxReport report =
          sandboxes.run(
              new SandboxOrder(program, reading.limits(), workspace.path(), time, rules),
              this::show);
      RunFiles.Outcome made =
          files.giveBack(out == null ? null : context.resolve(out), reading.limits());
      RunReport printed = new RunReport(report, reading.limits(), sandboxes, made, out);
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
    SandboxProfile chosen =
        profile != null
            ? profiles.named(profile)
            : typed ? profiles.named("python") : profiles.forFile(file);
    byte[] code = typed ? System.in.readAllBytes() : Files.readAllBytes(context.resolve(file));
    String input =
        standardInput == null
            ? ""
            : Files.readString(context.resolve(standardInput), StandardCharsets.UTF_8);
    return new SandboxProgram(
        chosen, Map.of(chosen.source(), code), chosen.source(), arguments, input, environment);
  }

  /** Numbers and truth values as such; the rest is left for the check to complain about. */
  static ObjectNode typed(Map<String, String> limits) {
    ObjectNode typed = Json.MAPPER.createObjectNode();
    limits.forEach(
        (name, value) -> {
          try {
            typed.set(name, Json.MAPPER.readTree(value));
          } catch (JacksonException text) {
            typed.put(name, value);
          }
        });
    return typed;
  }

  /** A person's terminal is shown no control sequences; another program gets what there is. */
  private void show(OutputSink.Stream stream, String text) {
    if (json) {
      return;
    }
    String shown = context.terminal().interactive() ? SafeText.lines(text) : text;
    if (stream == OutputSink.Stream.STDOUT) {
      context.terminal().print(shown);
    } else {
      context.terminal().printNote(shown);
    }
  }
}
