package io.aleff.sandbox;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.aleff.sandbox.egress.EgressProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The engine that tests use: the one at {@code ALEFF_TEST_DOCKER} with an image of the root file
 * system {@code ALEFF_TEST_ROOTFS}, both from {@code ./aleff test}; otherwise {@code DOCKER_HOST}
 * or the usual socket, with the image that {@code aleff sandbox image} pinned in {@code
 * ALEFF_HOME}.
 */
final class DockerEngines {

  private static final Map<String, String> ENVIRONMENT = System.getenv();
  private static SandboxSettings.@Nullable Docker imported;

  private DockerEngines() {}

  /** Skips the test, saying so in one line, where no container can be had. */
  static Sandboxes open(Protections protections) {
    return open(protections, new EgressProxy());
  }

  static Sandboxes open(Protections protections, EgressProxy proxy) {
    SandboxHost host =
        new SandboxHost(
            SandboxConfiguration.standard(), HostTools.system(), UidRule.NEVER_ROOT, protections);
    Sandboxes sandboxes = new Sandboxes(List.of(new Docker(settings(), host, protections)), proxy);
    List<String> problems = sandboxes.problems();
    if (!problems.isEmpty()) {
      sandboxes.close();
      System.err.println("NOT TESTED: the Docker backend: " + problems.getFirst());
    }
    assumeTrue(problems.isEmpty(), () -> String.join(" ", problems));
    return sandboxes;
  }

  static synchronized SandboxSettings.Docker settings() {
    String engine = ENVIRONMENT.get("ALEFF_TEST_DOCKER");
    String rootfs = ENVIRONMENT.get("ALEFF_TEST_ROOTFS");
    if (engine == null || rootfs == null) {
      String home =
          ENVIRONMENT.getOrDefault("ALEFF_HOME", System.getProperty("user.home") + "/.aleff");
      return new SandboxSettings.Docker(
          ENVIRONMENT.getOrDefault("DOCKER_HOST", SandboxSettings.Docker.SOCKET),
          null,
          SandboxSettings.Docker.imageFile(Path.of(home)));
    }
    if (imported == null) {
      imported = imported(engine, Path.of(rootfs));
    }
    return imported;
  }

  /** The image is gone when the tests are. */
  private static SandboxSettings.Docker imported(String engine, Path rootfs) {
    try {
      Path folder = Files.createTempDirectory("aleff-test-image-");
      SandboxSettings.Docker settings =
          new SandboxSettings.Docker(engine, null, folder.resolve("image.json"));
      DockerImage image =
          new DockerImageBuild(settings, List.copyOf(Sandboxed.profiles().values())).of(rootfs);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> forget(settings, image, folder)));
      return settings;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void forget(SandboxSettings.Docker settings, DockerImage image, Path folder) {
    try (DockerEngine engine = DockerEngine.connect(settings.host())) {
      engine.client().removeImageCmd(image.id()).withForce(true).exec();
      FileTrees.delete(folder);
    } catch (IOException e) {
      System.err.println("The image of the tests is left: " + e.getMessage());
    }
  }
}
