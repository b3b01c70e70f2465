package io.aleff.cli.sandbox;

import io.aleff.cli.CommandFailure;
import io.aleff.cli.Context;
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
    return Sandboxes.open(new SandboxSettings(backend, docker(context)));
  }

  /** The same with a pool for up to {@code most} that wait, each of which is kept for minutes. */
  Sandboxes openPooled(Context context, Path folder, int most) {
    return Sandboxes.open(pooled(context, folder, most));
  }

  SandboxSettings pooled(Context context, Path folder, int most) {
    SandboxSettings.Pool pool =
        new SandboxSettings.Pool(folder, 1, most, SandboxSettings.Pool.OLDEST);
    return new SandboxSettings(backend, docker(context), pool);
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
