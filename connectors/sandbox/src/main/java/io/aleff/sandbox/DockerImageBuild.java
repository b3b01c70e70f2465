package io.aleff.sandbox;

import io.aleff.connector.SandboxProfile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Makes the image of the Docker backend: a root file system of Debian packages, imported into the
 * engine and pinned by the id that the engine gives it.
 */
public final class DockerImageBuild {

  /** Name for people; sandboxes never look it up. */
  private static final String NAME = "aleff-sandbox";

  private final SandboxSettings.Docker settings;
  private final List<SandboxProfile> profiles;

  /**
   * @param profiles whose interpreters are looked for
   */
  public DockerImageBuild(SandboxSettings.Docker settings, List<SandboxProfile> profiles) {
    this.settings = settings;
    this.profiles = List.copyOf(profiles);
  }

  /**
   * Builds a root file system with mmdebstrap and imports it.
   *
   * @param progress takes what mmdebstrap says, a line each
   * @throws IOException when a program is missing or fails; the message is for the operator
   */
  public DockerImage debian(DebianPackages packages, Consumer<String> progress)
      throws IOException, InterruptedException {
    try (TemporaryFolder folder = TemporaryFolder.create("aleff-image-")) {
      Path rootfs = folder.path().resolve("rootfs.tar");
      packages.build(rootfs, progress);
      return of(rootfs);
    }
  }

  /** Imports a root file system and pins the image. */
  public DockerImage of(Path rootfs) throws IOException {
    List<String> programs = programs(rootfs);
    try (DockerEngine engine = DockerEngine.connect(settings.host());
        InputStream tar = Files.newInputStream(rootfs)) {
      String id = engine.importImage(NAME, tar);
      new DockerImage(id, programs).write(settings.image());
      return DockerImage.read(settings.image())
          .orElseThrow(() -> new IOException("The engine gave no id: " + id));
    }
  }

  /** What of the profiles' interpreters is in a root file system. */
  private List<String> programs(Path rootfs) throws IOException {
    List<Pattern> wanted = new ArrayList<>();
    for (SandboxProfile profile : profiles) {
      profile.interpreters().forEach(each -> wanted.add(DockerImage.pattern(each)));
    }
    List<String> found = new ArrayList<>();
    try (TarArchiveInputStream tar = new TarArchiveInputStream(Files.newInputStream(rootfs))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        String path = "/" + entry.getName().replaceFirst("^\\./", "");
        // /bin is /usr/bin on every Debian since 2019.
        String merged = path.startsWith("/usr/bin/") ? path.substring(4) : path;
        for (String name : new LinkedHashSet<>(List.of(path, merged))) {
          if (wanted.stream().anyMatch(each -> each.matcher(name).matches())) {
            found.add(name);
          }
        }
      }
    }
    return found;
  }
}
