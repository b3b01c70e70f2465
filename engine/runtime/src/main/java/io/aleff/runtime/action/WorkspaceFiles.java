package io.aleff.runtime.action;

import io.aleff.runtime.port.TenantId;
import io.aleff.runtime.port.WorkspacePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads files of a workspace: of a commit before a decision, of the real directory before a start.
 */
public interface WorkspaceFiles {

  /** What can read no file. */
  WorkspaceFiles NONE =
      new WorkspaceFiles() {
        @Override
        public byte @Nullable [] content(String path) {
          return null;
        }

        @Override
        public String digest() {
          return "";
        }
      };

  /** Null when there is no such file. */
  byte @Nullable [] content(String path) throws IOException;

  /** SHA-256 over all files, in hexadecimal; empty when the action can read none. */
  String digest() throws IOException;

  /** Files of one commit of a run. */
  static WorkspaceFiles of(WorkspacePort workspaces, TenantId tenant, String run, String commit) {
    return new WorkspaceFiles() {
      @Override
      public byte @Nullable [] content(String path) throws IOException {
        return workspaces.content(tenant, run, commit, path);
      }

      @Override
      public String digest() throws IOException {
        return workspaces.digest(tenant, run, commit);
      }
    };
  }

  /** Files of a step's directory; nothing outside of it, also not through links. */
  static WorkspaceFiles of(WorkspacePort workspaces, Path directory) {
    return new WorkspaceFiles() {
      @Override
      public byte @Nullable [] content(String path) throws IOException {
        Path file = directory.resolve(path).normalize();
        if (!file.startsWith(directory) || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          return null;
        }
        boolean inside = file.toRealPath().startsWith(directory.toRealPath());
        return inside ? Files.readAllBytes(file) : null;
      }

      @Override
      public String digest() throws IOException {
        return workspaces.digest(directory);
      }
    };
  }
}
