package io.aleff.sandbox;

/** Counts what would be committed against the limits of the workspace. */
final class Quota {

  /** Code of the refusal that removing unneeded objects may help against. */
  static final String HISTORY = "workspace-history";

  private final WorkspaceLimits limits;
  private final long history;
  private int files;
  private long total;
  private long fresh;

  /**
   * @param history bytes that the workspace's checkpoints take now
   */
  Quota(WorkspaceLimits limits, long history) {
    this.limits = limits;
    this.history = history;
  }

  void checkFile(String path, long size) throws RefusedException {
    if (size > limits.fileBytes()) {
      throw new RefusedException(
          "workspace-file-size",
          "%s has %d bytes, more than %d.".formatted(path, size, limits.fileBytes()));
    }
  }

  /** New content, which the history does not have yet. */
  void checkNew(long size) throws RefusedException {
    fresh += size;
    if (history + fresh > limits.historyBytes()) {
      throw new RefusedException(
          HISTORY,
          "All checkpoints of the workspace together would have more than %d bytes."
              .formatted(limits.historyBytes()));
    }
  }

  /** One more file. */
  void add(long size) throws RefusedException {
    files++;
    total += size;
    if (files > limits.files()) {
      throw new RefusedException(
          "workspace-files", "The workspace has more than %d files.".formatted(limits.files()));
    }
    if (total > limits.totalBytes()) {
      throw new RefusedException(
          "workspace-size", "The workspace has more than %d bytes.".formatted(limits.totalBytes()));
    }
  }
}
