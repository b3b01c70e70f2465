package io.aleff.runtime.action;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads files of a workspace: of a commit before a decision, of the real directory before a start.
 */
@FunctionalInterface
public interface WorkspaceFiles {

  /** Null when there is no such file. */
  byte @Nullable [] content(String path) throws IOException;

  /** Files of a directory; nothing outside of it, also not through links. */
  static WorkspaceFiles of(Path directory) {
    return path -> {
      Path file = directory.resolve(path).normalize();
      if (!file.startsWith(directory) || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        return null;
      }
      boolean inside = file.toRealPath().startsWith(directory.toRealPath());
      return inside ? Files.readAllBytes(file) : null;
    };
  }
}
