package io.aleff.connector.workspace;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How one file differs between two checkpoints.
 *
 * @param path the newer path; the older one of a deleted file
 * @param oldPath only for renamed and copied files
 * @param mediaType by name, otherwise by the first bytes
 * @param oldSize in bytes; null for an added file
 * @param newSize in bytes; null for a deleted file
 * @param added lines; null where they were not counted
 * @param deleted lines; null where they were not counted
 * @param hunks of text only; empty when only the name or the mode changed
 * @param cut there is more than the hunks show
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FileChange(
    Status status,
    String path,
    @Nullable String oldPath,
    Kind kind,
    String mediaType,
    @Nullable Long oldSize,
    @Nullable Long newSize,
    @Nullable Integer added,
    @Nullable Integer deleted,
    List<Hunk> hunks,
    boolean cut) {

  /** What happened to it. */
  public enum Status {
    ADDED,
    MODIFIED,
    DELETED,
    RENAMED;

    @JsonValue
    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What it is; only text has hunks. */
  public enum Kind {
    TEXT,
    BINARY,
    LINK;

    @JsonValue
    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Neighbouring changes with three lines around them.
   *
   * @param oldStart number of its first line, from 1; 0 when it has no lines on that side
   * @param lines each begins with a space, {@code +}, {@code -} or {@code \}, as in a unified diff
   */
  public record Hunk(int oldStart, int oldLines, int newStart, int newLines, List<String> lines) {}
}
