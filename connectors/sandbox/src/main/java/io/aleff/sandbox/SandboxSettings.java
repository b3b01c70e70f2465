package io.aleff.sandbox;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which sandboxes an operator wants.
 *
 * @param backend what makes them
 */
public record SandboxSettings(Choice backend, Docker docker) {

  /** What makes sandboxes. */
  public enum Choice {
    /** bubblewrap where it works, else Docker. */
    AUTO,
    BWRAP,
    DOCKER
  }

  /**
   * The engine that makes containers; Podman's compatible socket is one, too.
   *
   * @param host for example {@code unix:///run/podman/podman.sock}; only sockets of this machine
   * @param runtime name of an OCI runtime that the engine knows, such as {@code runsc}; null for
   *     its default
   * @param image the file that says which image, by its id; {@link DockerImage} writes it
   */
  public record Docker(String host, @Nullable String runtime, Path image) {

    public static final String SOCKET = "unix:///var/run/docker.sock";

    /**
     * @param home folder of Aleff's state
     */
    public static Path imageFile(Path home) {
      return home.resolve("sandbox").resolve("docker-image.json");
    }
  }
}
