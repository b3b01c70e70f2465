package io.aleff.cli.htn;

import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceText;
import io.aleff.htn.NetworkPrinter;
import io.aleff.htn.hddl.HddlPrinter;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code aleff htn convert}. */
@Command(
    name = "convert",
    mixinStandardHelpOptions = true,
    description =
        "Turns HDDL into YAML, or YAML into HDDL: a domain or a problem. Names what cannot be said.")
final class ConvertCommand implements Callable<Integer> {

  private final Context context;

  @Parameters(index = "0", paramLabel = "DOMAIN", description = "HDDL or YAML file.")
  private String domain = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "PROBLEM",
      description = "HDDL or YAML file of a problem in it: converts this one.")
  private @Nullable String problem;

  @Option(names = "--out", paramLabel = "FILE", description = "Where to write it.")
  private @Nullable String out;

  ConvertCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    Sources sources = new Sources(context);
    SourceText text = sources.text(domain);
    SourceText asked = problem == null ? text : sources.text(problem);
    Converted converted = problem == null ? ofDomain(text) : ofProblem(text, asked);
    sources.print(converted.findings(), text, asked);
    if (converted.text() == null) {
      return ExitCode.DIAGNOSTICS;
    }
    if (out == null) {
      context.terminal().line(converted.text().stripTrailing());
    } else {
      Files.writeString(context.resolve(out), converted.text());
    }
    return ExitCode.OK;
  }

  /**
   * @param text null after errors
   * @param findings errors, or what the text does not say
   */
  private record Converted(@Nullable String text, List<Diagnostic> findings) {}

  private static Converted ofDomain(SourceText source) {
    Sources.Reading reading = Sources.domain(source);
    if (reading.domain() == null) {
      return new Converted(null, reading.diagnostics());
    }
    if (Sources.isYaml(source.path())) {
      HddlPrinter.Printing printing = HddlPrinter.domain(reading.domain());
      return new Converted(printing.text(), with(reading.diagnostics(), printing.losses()));
    }
    NetworkPrinter.Printing printing = NetworkPrinter.print(reading.domain());
    return new Converted(printing.text(), with(reading.diagnostics(), printing.losses()));
  }

  private static Converted ofProblem(SourceText source, SourceText asked) {
    Sources.Both both = Sources.both(source, asked);
    if (both.domain() == null || both.problem() == null) {
      return new Converted(null, both.diagnostics());
    }
    if (Sources.isYaml(asked.path())) {
      HddlPrinter.Printing printing = HddlPrinter.problem(both.domain(), both.problem());
      return new Converted(printing.text(), with(both.diagnostics(), printing.losses()));
    }
    NetworkPrinter.Printing printing = NetworkPrinter.problem(both.domain(), both.problem());
    return new Converted(printing.text(), with(both.diagnostics(), printing.losses()));
  }

  private static List<Diagnostic> with(List<Diagnostic> some, List<Diagnostic> more) {
    List<Diagnostic> all = new ArrayList<>(some);
    all.addAll(more);
    return all;
  }
}
