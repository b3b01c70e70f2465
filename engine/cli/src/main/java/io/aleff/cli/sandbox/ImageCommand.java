package io.aleff.cli.sandbox;

import io.aleff.cli.CommandFailure;
import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.connector.SandboxProfile;
import io.aleff.sandbox.BubblewrapImage;
import io.aleff.sandbox.DebianPackages;
import io.aleff.sandbox.DockerImage;
import io.aleff.sandbox.DockerImageBuild;
import io.aleff.sandbox.rootfs.RootFileSystems;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code aleff sandbox image}. */
@Command(
    name = "image",
    mixinStandardHelpOptions = true,
    description =
        "Builds what sandboxes have as their root file system from Debian packages, without a registry.")
final class ImageCommand implements Callable<Integer> {

  private final Context context;

  @Mixin private BackendOptions backend = new BackendOptions();

  @Mixin private ProfileOptions definitions = new ProfileOptions();

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
      names = "--prune",
      description =
          "Build nothing; remove root file systems of bubblewrap that are neither pinned nor in use.")
  private boolean prune;

  ImageCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Profiles profiles = definitions.read(context);
    try {
      if (backend.isBubblewrap()) {
        bubblewrap(profiles);
      } else if (prune) {
        throw new CommandFailure(ExitCode.USAGE, "--prune is for --backend bwrap.");
      } else {
        docker(profiles);
      }
      return ExitCode.OK;
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.FAILURE, String.valueOf(e.getMessage()));
    }
  }

  private void docker(Profiles profiles) throws IOException, InterruptedException {
    DockerImageBuild build = new DockerImageBuild(backend.docker(context), profiles.all());
    DockerImage image =
        rootfs == null
            ? build.debian(packages(), context.terminal()::note)
            : build.of(context.resolve(rootfs));
    context.terminal().line(image.id());
    table(profiles, image::interpreter);
  }

  private void bubblewrap(Profiles profiles) throws IOException, InterruptedException {
    BubblewrapImage build = new BubblewrapImage(BackendOptions.bwrapFolder(context));
    if (prune) {
      build.prune().forEach(each -> context.terminal().line("removed " + each));
      return;
    }
    RootFileSystems.Imported imported =
        rootfs == null
            ? build.debian(packages(), context.terminal()::note)
            : build.of(context.resolve(rootfs));
    context.terminal().line(imported.digest());
    context
        .terminal()
        .note(
            "%d entries, %d MB; left out: %d device nodes or pipes, %d that not everybody may read, set-id bits of %d files"
                .formatted(
                    imported.entries(),
                    imported.bytes() >> 20,
                    imported.special(),
                    imported.secret(),
                    imported.setId()));
    table(profiles, profile -> imported.tree().firstOf(profile.interpreters()));
  }

  private DebianPackages packages() {
    return new DebianPackages(suite, packages, mirror);
  }

  private void table(Profiles profiles, Function<SandboxProfile, Optional<String>> interpreter) {
    for (SandboxProfile each : profiles.all()) {
      String found = interpreter.apply(each).orElse("no: --include " + each.install());
      context.terminal().line("%-12s %s".formatted(each.name(), found));
    }
  }
}
