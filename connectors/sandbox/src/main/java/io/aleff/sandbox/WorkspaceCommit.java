package io.aleff.sandbox;

import java.util.List;

/** What came of committing or restoring. */
public sealed interface WorkspaceCommit {

  /**
   * @param id the commit with the step's files; the head as it was when the step changed nothing
   * @param changed whether this call made a new commit
   */
  record Committed(String id, boolean changed) implements WorkspaceCommit {}

  /**
   * Another step has changed the same files since this one began. The step's folder is kept.
   *
   * @param paths the files, sorted
   */
  record Conflict(List<String> paths) implements WorkspaceCommit {}

  /**
   * The folder holds something that is never committed. It is kept.
   *
   * @param code {@code workspace-files}, {@code workspace-file-size}, {@code workspace-size},
   *     {@code workspace-history}, {@code workspace-secret}, {@code workspace-name}, {@code
   *     workspace-depth}; {@code no-such-file} when restoring
   * @param reason for people
   */
  record Refused(String code, String reason) implements WorkspaceCommit {}
}
