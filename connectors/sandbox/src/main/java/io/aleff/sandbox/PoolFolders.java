package io.aleff.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folders that waiting sandboxes have instead of a step's workspace. */
final class PoolFolders {

  private static final String PREFIX = "aleff-pool-";

  private final Path parent;
  private boolean swept;

  /**
   * @param parent on the file system of the workspaces
   */
  PoolFolders(Path parent) {
    this.parent = parent;
  }

  /** A new folder; those of engines that were killed are removed before the first one. */
  synchronized TemporaryFolder create() throws IOException {
    if (!swept) {
      Files.createDirectories(parent);
      Leftovers.remove(parent, PREFIX);
      swept = true;
    }
    return new TemporaryFolder(Files.createTempDirectory(parent, Leftovers.own(PREFIX)));
  }
}
