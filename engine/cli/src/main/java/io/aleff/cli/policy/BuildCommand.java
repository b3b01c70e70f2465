package io.aleff.cli.policy;

import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.definition.Diagnostic;
import io.aleff.rego.CompileOptions;
import io.aleff.rego.Rego;
import io.aleff.rego.bundle.Bundle;
import io.aleff.rego.bundle.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code aleff policy build}. */
@Command(
    name = "build",
    mixinStandardHelpOptions = true,
    description = "Writes policies and data as one bundle, which OPA reads too.",
    footer = {
      "",
      "Exit codes: 0 written, 3 policies or data have errors.",
      "Example:",
      "  aleff policy build -o bundle.tar.gz --revision v7 policies/",
      "  aleff policy build -b bundle-folder/ --signing-key key.pem"
    })
public final class BuildCommand implements Callable<Integer> {

  private final Context context;

  @Parameters(arity = "1..*", paramLabel = "PATH", description = "Files, folders or bundles.")
  private List<String> paths = new ArrayList<>();

  @Option(
      names = {"-b", "--bundle"},
      description = "The paths are bundles: their manifests count.")
  private boolean bundles;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Default: bundle.tar.gz.")
  private String output = "bundle.tar.gz";

  @Option(
      names = {"-r", "--revision"},
      paramLabel = "TEXT",
      description = "Named in the manifest.")
  private String revision = "";

  @Option(
      names = "--root",
      paramLabel = "PATH",
      description = "A part of data that belongs to the bundle. Repeatable. Default: all.")
  private List<String> roots = new ArrayList<>();

  @Mixin private KeyOptions keys = new KeyOptions();

  @Option(names = "--json", description = "Print JSON for programs.")
  private boolean json;

  BuildCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    PolicyFiles files = new PolicyFiles(context);
    Manifest manifest = gather(files);
    List<Diagnostic> findings = new ArrayList<>(files.findings());
    if (findings.stream().noneMatch(Diagnostic::isError)) {
      findings.addAll(
          Rego.compile(
                  files.modules(),
                  CompileOptions.DEFAULT.withMockable(true).withOldFiles(files.oldFiles()))
              .diagnostics());
    }
    Bundle bundle = new Bundle(manifest, files.modules(), files.data());
    byte[] archive = bundle.archive(keys.signing(context));
    findings.addAll(
        Bundle.read(archive, io.aleff.definition.BundleLimits.DEFAULT, null).diagnostics());
    boolean broken = findings.stream().anyMatch(Diagnostic::isError);
    if (!broken) {
      Files.write(context.resolve(output), archive);
    }
    Printing.findings(context.terminal(), files, findings.stream().distinct().toList(), json);
    if (!broken && !json) {
      context.terminal().line(output + "  " + archive.length + " bytes");
    }
    return broken ? ExitCode.DIAGNOSTICS : ExitCode.OK;
  }

  private Manifest gather(PolicyFiles files) throws IOException {
    List<String> claimed = new ArrayList<>(roots);
    @Nullable Bundle before = null;
    for (String path : paths) {
      if (!bundles) {
        files.add(path);
        continue;
      }
      before = files.addBundle(path, keys.verification(context), before);
      if (before != null && roots.isEmpty()) {
        claimed.addAll(before.manifest().roots());
      }
    }
    return Manifest.DEFAULT
        .with(revision, claimed.isEmpty() ? List.of("") : claimed)
        .withOldFiles(files.oldFiles());
  }
}
