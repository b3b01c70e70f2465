package io.aleff.cli.sandbox;

import io.aleff.cli.CommandFailure;
import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.sandbox.SandboxSettings;
import io.aleff.sandbox.Sandboxes;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which backend a command is about. */
final class BackendOptions {

  /** Nothing was run: no backend, no interpreter, or the order is refused. */
  static final int REFUSED = 126;

  private static final String ROOTFS_VARIABLE = "ALEFF_SANDBOX_BWRAP_ROOTFS";

  @Option(
      names = "--backend",
      paramLabel = "bwrap|docker",
      description = "What makes the sandbox. Default: bwrap where it works, else docker.")
  private SandboxSettings.Choice backend = SandboxSettings.Choice.AUTO;

  @Option(
      names = "--socket",
      paramLabel = "ADDRESS",
      description = "Of the Docker or Podman engine, such as unix:///run/podman/podman.sock.")
  private @Nullable String socket;

  @Option(
      names = "--runtime",
      paramLabel = "NAME",
      description = "OCI runtime of the engine, such as runsc (gVisor) or kata.")
  private @Nullable String runtime;

  Sandboxes open(Context context) {
    return Sandboxes.open(new SandboxSettings(backend, docker(context), bwrap(context), null));
  }

  /** The same with a pool for up to {@code most} that wait, each of which is kept for minutes. */
  Sandboxes openPooled(Context context, Path folder, int most) {
    return Sandboxes.open(pooled(context, folder, most));
  }

  SandboxSettings pooled(Context context, Path folder, int most) {
    SandboxSettings.Pool pool =
        new SandboxSettings.Pool(folder, 1, most, SandboxSettings.Pool.OLDEST);
    return new SandboxSettings(backend, docker(context), bwrap(context), pool);
  }

  boolean isBubblewrap() {
    return backend == SandboxSettings.Choice.BWRAP;
  }

  /** By the variable that the service reads the setting from, too. */
  private static SandboxSettings.Bwrap bwrap(Context context) {
    String wanted = context.environment().getOrDefault(ROOTFS_VARIABLE, SandboxSettings.Bwrap.AUTO);
    try {
      return new SandboxSettings.Bwrap(bwrapFolder(context), wanted);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, ROOTFS_VARIABLE + ": " + e.getMessage());
    }
  }

  /** Where root file systems of bubblewrap are kept. */
  static Path bwrapFolder(Context context) {
    return SandboxSettings.Bwrap.folder(context.home().folder());
  }

  SandboxSettings.Docker docker(Context context) {
    Map<String, String> environment = context.environment();
    String host =
        socket != null
            ? socket
            : environment.getOrDefault("DOCKER_HOST", SandboxSettings.Docker.SOCKET);
    return new SandboxSettings.Docker(
        host, runtime, SandboxSettings.Docker.imageFile(context.home().folder()));
  }

  /**
   * @throws CommandFailure when no sandbox can start
   */
  static void mustWork(Sandboxes sandboxes) {
    List<String> problems = sandboxes.problems();
    if (!problems.isEmpty()) {
      throw new CommandFailure(REFUSED, "No sandbox can be had here.", problems);
    }
  }
}
