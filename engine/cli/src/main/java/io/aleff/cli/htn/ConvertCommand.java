package io.aleff.cli.htn;

import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.definition.SourceText;
import io.aleff.htn.NetworkPrinter;
import io.aleff.htn.hddl.HddlPrinter;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code aleff htn convert}. */
@Command(
    name = "convert",
    mixinStandardHelpOptions = true,
    description = "Turns an HDDL domain into YAML, or YAML into HDDL; names what cannot be said.")
final class ConvertCommand implements Callable<Integer> {

  private final Context context;

  @Parameters(index = "0", paramLabel = "DOMAIN", description = "HDDL or YAML file.")
  private String domain = "";

  @Option(names = "--out", paramLabel = "FILE", description = "Where to write it.")
  private @Nullable String out;

  ConvertCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    Sources sources = new Sources(context);
    SourceText text = sources.text(domain);
    Sources.Reading reading = Sources.domain(text);
    sources.print(reading.diagnostics(), text);
    if (reading.domain() == null) {
      return ExitCode.DIAGNOSTICS;
    }
    String converted;
    if (Sources.isYaml(domain)) {
      HddlPrinter.Printing printing = HddlPrinter.domain(reading.domain());
      sources.print(printing.losses(), text);
      converted = printing.text();
    } else {
      NetworkPrinter.Printing printing = NetworkPrinter.print(reading.domain());
      sources.print(printing.losses(), text);
      converted = printing.text();
    }
    if (out == null) {
      context.terminal().line(converted.stripTrailing());
    } else {
      Files.writeString(context.resolve(out), converted);
    }
    return ExitCode.OK;
  }
}
