package io.aleff.sandbox;

import io.aleff.sandbox.rootfs.RootFileSystems;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Which sandboxes an operator wants.
 *
 * @param backend what makes them
 * @param pool null when each execution starts its own
 */
public record SandboxSettings(Choice backend, Docker docker, Bwrap bwrap, @Nullable Pool pool) {

  /** The same, where each execution starts its own sandbox. */
  public SandboxSettings withoutPool() {
    return new SandboxSettings(backend, docker, bwrap, null);
  }

  /**
   * Sandboxes that are started before they are needed.
   *
   * @param folder for their workspaces, on the file system of those that are given
   * @param least that wait for each kind that was asked for lately, 0 or more
   * @param most that wait in all
   * @param oldest age at which one that waits is ended, and at which a kind counts as unused
   */
  public record Pool(Path folder, int least, int most, Duration oldest) {

    /** None may be older. */
    public static final Duration OLDEST = Duration.ofMinutes(10);

    public Pool {
      if (least < 0 || most < Math.max(1, least) || most > 256) {
        throw new IllegalArgumentException(
            "A pool has 1 to 256 sandboxes and no more at least than at most, not %d to %d."
                .formatted(least, most));
      }
      if (oldest.compareTo(OLDEST) > 0 || !oldest.isPositive()) {
        throw new IllegalArgumentException(
            "A sandbox waits for 10 minutes at most, not %s.".formatted(oldest));
      }
    }
  }

  /** What makes sandboxes. */
  public enum Choice {
    /** bubblewrap where it works, else Docker. */
    AUTO,
    BWRAP,
    DOCKER
  }

  /**
   * Sandboxes of bubblewrap.
   *
   * @param folder where root file systems are
   * @param rootfs {@link #AUTO}, {@link #HOST} or the digest of a root file system
   */
  public record Bwrap(Path folder, String rootfs) {

    /** The pinned root file system; the host's own files where none was ever imported. */
    public static final String AUTO = "auto";

    /** The host's own files, also where a root file system was imported. */
    public static final String HOST = "host";

    public Bwrap {
      if (!rootfs.equals(AUTO) && !rootfs.equals(HOST) && !RootFileSystems.isDigest(rootfs)) {
        throw new IllegalArgumentException(
            "A root file system is auto, host or sha256: with 64 digits, not %s."
                .formatted(rootfs));
      }
    }

    /**
     * @param home folder of Aleff's state
     */
    public static Path folder(Path home) {
      return home.resolve("sandbox");
    }
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
