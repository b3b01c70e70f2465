package io.aleff.cli.policy;

import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.cli.terminal.SafeText;
import io.aleff.definition.SourceText;
import io.aleff.rego.bundle.Bundle;
import io.aleff.rego.parse.ModuleParser;
import java.io.IOException;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code aleff policy inspect}. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description = "Shows what is in a bundle; checks its signature when a key is given.",
    footer = {
      "",
      "Exit codes: 0 shown, 3 the bundle is wrong.",
      "Example:",
      "  aleff policy inspect --verification-key key.pub bundle.tar.gz"
    })
public final class InspectCommand implements Callable<Integer> {

  private final Context context;

  @Parameters(paramLabel = "BUNDLE", description = "Archive or folder.")
  private String path = "";

  @Mixin private KeyOptions keys = new KeyOptions();

  @Option(names = "--json", description = "Print JSON for programs.")
  private boolean json;

  InspectCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    PolicyFiles files = new PolicyFiles(context);
    Bundle.Reading reading = files.bundle(path, keys.verification(context));
    Bundle bundle = reading.bundle();
    if (bundle == null) {
      Printing.findings(context.terminal(), files, reading.diagnostics(), json);
      return ExitCode.DIAGNOSTICS;
    }
    TreeMap<String, String> packages = new TreeMap<>();
    for (SourceText module : bundle.modules()) {
      packages.put(
          module.path(), Objects.requireNonNull(ModuleParser.module(module).module()).dataPath());
    }
    if (json) {
      ObjectNode answer = JsonNodeFactory.instance.objectNode();
      ObjectNode manifest = answer.putObject("manifest");
      manifest.put("revision", bundle.manifest().revision());
      bundle.manifest().roots().forEach(manifest.putArray("roots")::add);
      ObjectNode namespaces = answer.putObject("namespaces");
      packages.forEach((file, name) -> namespaces.withArray("/" + name).add(file));
      bundle.data().propertyNames().forEach(answer.putArray("data")::add);
      context.terminal().json(answer);
      return ExitCode.OK;
    }
    context.terminal().line("revision  " + SafeText.line(bundle.manifest().revision()));
    context.terminal().line("roots     " + SafeText.line(bundle.manifest().roots().toString()));
    context.terminal().line("data      " + SafeText.line(bundle.data().propertyNames().toString()));
    packages.forEach(
        (file, name) -> context.terminal().line("policy    " + SafeText.line(name + "  " + file)));
    Printing.findings(context.terminal(), files, reading.diagnostics(), false);
    return ExitCode.OK;
  }
}
