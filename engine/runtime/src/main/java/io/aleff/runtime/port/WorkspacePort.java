package io.aleff.runtime.port;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Versioned working directories of runs. Failures of the file system are {@link IOException}. */
public interface WorkspacePort {

  /** Creates the workspace with an empty first commit; does nothing when it exists. */
  void create(TenantId tenant, String run) throws IOException;

  /**
   * Adds a file to the head.
   *
   * @return the new head
   */
  String importFile(TenantId tenant, String run, String path, InputStream content)
      throws IOException;

  /** The newest commit. */
  String head(TenantId tenant, String run) throws IOException;

  /**
   * Makes a private directory for a step with the files of a commit; a leftover of an earlier try
   * is removed.
   */
  Path begin(TenantId tenant, String run, String step, String commit) throws IOException;

  /** SHA-256 over path, kind and content of every file of a commit, in hexadecimal. */
  String digest(TenantId tenant, String run, String commit) throws IOException;

  /** The same over a directory that {@link #begin} made, as it is on the disk now. */
  String digest(Path directory) throws IOException;

  /** Merges the step's directory onto the head. */
  Commit commit(TenantId tenant, String run, String step, String message) throws IOException;

  /** Throws the step's directory away; does nothing when there is none. */
  void discard(TenantId tenant, String run, String step) throws IOException;

  /** Unified text between two commits. */
  String diff(TenantId tenant, String run, String from, String to) throws IOException;

  /** Entries directly below a folder; the empty path is the root. */
  List<Entry> files(TenantId tenant, String run, String commit, String path) throws IOException;

  /** Null when the commit has no such file. */
  byte @Nullable [] content(TenantId tenant, String run, String commit, String path)
      throws IOException;

  /** Makes an older commit the head. */
  void reset(TenantId tenant, String run, String commit) throws IOException;

  /** What came of a commit. */
  sealed interface Commit {

    /**
     * @param id the new head, which equals the old one when nothing changed
     */
    record Committed(String id) implements Commit {}

    /** Another step changed the same files. */
    record Conflict(List<String> paths) implements Commit {}
  }

  /** One file or folder. */
  record Entry(String path, String name, long size, boolean directory) {}
}
