package io.aleff.cli.sandbox;

import io.aleff.cli.CommandFailure;
import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.connector.SandboxProfile;
import io.aleff.sandbox.DockerImage;
import io.aleff.sandbox.DockerImageBuild;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code aleff sandbox image}. */
@Command(
    name = "image",
    mixinStandardHelpOptions = true,
    description =
        "Builds the image of the Docker backend from Debian packages, without a registry.")
final class ImageCommand implements Callable<Integer> {

  private final Context context;

  @Mixin private BackendOptions backend = new BackendOptions();

  @Option(
      names = "--include",
      paramLabel = "PACKAGE",
      split = ",",
      description = "Debian packages beside python3, nodejs and bash. Can be repeated.")
  private List<String> packages = new ArrayList<>();

  @Option(
      names = "--suite",
      paramLabel = "NAME",
      defaultValue = "bookworm",
      description = "Debian release. Default: ${DEFAULT-VALUE}.")
  private String suite = "";

  @Option(
      names = "--mirror",
      paramLabel = "URL",
      description = "Where packages come from. Default: that of mmdebstrap.")
  private @Nullable String mirror;

  @Option(
      names = "--rootfs",
      paramLabel = "TAR",
      description = "Import this root file system instead of building one.")
  private @Nullable String rootfs;

  @Option(
      names = "--definitions",
      paramLabel = "DIR",
      description = "Where profiles are. Default: those that Aleff comes with.")
  private @Nullable String definitions;

  ImageCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Profiles profiles = Profiles.read(context, definitions);
    DockerImageBuild build = new DockerImageBuild(backend.docker(context), profiles.all());
    try {
      DockerImage image =
          rootfs == null
              ? build.debian(suite, packages, mirror, context.terminal()::note)
              : build.of(context.resolve(rootfs));
      context.terminal().line(image.id());
      for (SandboxProfile each : profiles.all()) {
        String found = image.interpreter(each).orElse("no: --include " + each.install());
        context.terminal().line("%-12s %s".formatted(each.name(), found));
      }
      return ExitCode.OK;
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.FAILURE, String.valueOf(e.getMessage()));
    }
  }
}
