package io.aleff.runtime.port;

import io.aleff.connector.workspace.Checkpoint;
import io.aleff.connector.workspace.StoredFile;
import io.aleff.connector.workspace.WorkspaceDiff;
import io.aleff.definition.DeniedFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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

  /**
   * Merges the step's directory onto the head.
   *
   * @param denied files that make it refused
   */
  Commit commit(TenantId tenant, String run, String step, String message, DeniedFiles denied)
      throws IOException;

  /** Throws the step's directory away; does nothing when there is none. */
  void discard(TenantId tenant, String run, String step) throws IOException;

  /** Unified text between two commits. */
  String diff(TenantId tenant, String run, String from, String to) throws IOException;

  /** Entries directly below a folder; the empty path is the root. */
  List<Entry> files(TenantId tenant, String run, String commit, String path) throws IOException;

  /** Null when the commit has no such file. */
  byte @Nullable [] content(TenantId tenant, String run, String commit, String path)
      throws IOException;

  /** A file of a commit, to be read piece by piece; null when the commit has no such file. */
  @Nullable StoredFile file(TenantId tenant, String run, String commit, String path)
      throws IOException;

  /** Whether the workspace has this commit. */
  boolean contains(TenantId tenant, String run, String commit) throws IOException;

  /** Newest first, also those that were rolled back. */
  List<Checkpoint> checkpoints(TenantId tenant, String run, int most) throws IOException;

  /**
   * What changed between two commits, as data.
   *
   * @param path only this file, with more of its lines; null for all
   */
  WorkspaceDiff changes(TenantId tenant, String run, String from, String to, @Nullable String path)
      throws IOException;

  /** Writes all files of a commit as a zip archive; the stream is left open. */
  void archive(TenantId tenant, String run, String commit, OutputStream out) throws IOException;

  /**
   * Makes the files, or one of them, what they were in an older commit, by a new commit.
   *
   * @param path null for all files
   */
  Commit restore(TenantId tenant, String run, String commit, @Nullable String path, String message)
      throws IOException;

  /** Runs that have a workspace. */
  List<String> runs(TenantId tenant) throws IOException;

  /** Removes a workspace with its history; does nothing when there is none. */
  void delete(TenantId tenant, String run) throws IOException;

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

    /**
     * Too much, or what is never kept.
     *
     * @param code begins with {@code workspace-}, or {@code no-such-file} when restoring
     */
    record Refused(String code, String message) implements Commit {}
  }

  /** One file or folder. */
  record Entry(String path, String name, long size, boolean directory) {}
}
