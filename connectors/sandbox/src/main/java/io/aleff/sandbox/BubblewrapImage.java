package io.aleff.sandbox;

import io.aleff.sandbox.rootfs.RootFileSystems;
import io.aleff.sandbox.rootfs.RootFileSystems.Imported;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Makes the root file system that sandboxes of bubblewrap have instead of the host's files.
 *
 * @param folder where root file systems are kept
 */
public record BubblewrapImage(Path folder) {

  /**
   * Builds one of Debian packages and pins it.
   *
   * @param progress takes what mmdebstrap says, a line each
   * @throws IOException when a program is missing or fails; the message is for the operator
   */
  public Imported debian(DebianPackages packages, Consumer<String> progress)
      throws IOException, InterruptedException {
    try (TemporaryFolder temporary = TemporaryFolder.create("aleff-image-")) {
      Path tar = temporary.path().resolve("rootfs.tar");
      packages.build(tar, progress);
      return of(tar);
    }
  }

  /** Takes one out of a tar and pins it. */
  public Imported of(Path tar) throws IOException {
    return new RootFileSystems(folder).take(tar);
  }

  /** Removes what is neither pinned nor in use; digests of those that were. */
  public List<String> prune() throws IOException {
    return new RootFileSystems(folder).prune();
  }
}
