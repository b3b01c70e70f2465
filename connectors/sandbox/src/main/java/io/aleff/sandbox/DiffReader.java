package io.aleff.sandbox;

import io.aleff.connector.workspace.FileChange;
import io.aleff.connector.workspace.WorkspaceDiff;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLConnection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.EditList;
import org.eclipse.jgit.diff.HistogramDiff;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/** Reads what changed between two commits, within limits of files, bytes and lines. */
final class DiffReader {

  private static final int MOST_FILES = 1_000;
  private static final int FIRST_BYTES = 8_000;

  private final RunRepository repository;
  private final Contents contents;

  /** Bytes of text that may still be compared. */
  private long bytes;

  /** Lines that may still be shown. */
  private int lines;

  private DiffReader(RunRepository repository, Contents contents, long bytes, int lines) {
    this.repository = repository;
    this.contents = contents;
    this.bytes = bytes;
    this.lines = lines;
  }

  /** Every file; hunks until 2,000 lines are full, counts until 8 MB are compared. */
  static DiffReader ofAll(RunRepository repository, Contents contents) {
    return new DiffReader(repository, contents, 8L * 1024 * 1024, 2_000);
  }

  /** For a single file: up to 20,000 lines of up to 16 MB. */
  static DiffReader ofOne(RunRepository repository, Contents contents) {
    return new DiffReader(repository, contents, 16L * 1024 * 1024, 20_000);
  }

  /**
   * @param path only this file, by its newer name; null for all
   */
  WorkspaceDiff read(ObjectId from, ObjectId to, @Nullable String path) throws IOException {
    List<DiffEntry> entries = new ArrayList<>(repository.changes(from, to));
    entries.sort(Comparator.comparing(DiffReader::path));
    List<FileChange> files = new ArrayList<>();
    for (DiffEntry entry : entries) {
      boolean asked = path == null || path.equals(path(entry));
      if (asked && files.size() < MOST_FILES) {
        files.add(change(entry));
      }
    }
    return new WorkspaceDiff(
        from.name(),
        to.name(),
        entries.size(),
        files,
        path == null && files.size() < entries.size());
  }

  private static String path(DiffEntry entry) {
    return entry.getChangeType() == DiffEntry.ChangeType.DELETE
        ? entry.getOldPath()
        : entry.getNewPath();
  }

  private FileChange change(DiffEntry entry) throws IOException {
    WorkspaceTree.Blob before = blob(entry, DiffEntry.Side.OLD);
    WorkspaceTree.Blob after = blob(entry, DiffEntry.Side.NEW);
    FileChange.Kind kind = kind(before, after);
    Text text = kind == FileChange.Kind.BINARY ? Text.NONE : text(before, after);
    return new FileChange(
        status(entry.getChangeType()),
        path(entry),
        entry.getChangeType() == DiffEntry.ChangeType.RENAME ? entry.getOldPath() : null,
        kind,
        mediaType(path(entry), Objects.requireNonNullElse(after, before)),
        before == null ? null : contents.size(before),
        after == null ? null : contents.size(after),
        text.added,
        text.deleted,
        text.hunks,
        text.cut);
  }

  private static FileChange.Status status(DiffEntry.ChangeType type) {
    return switch (type) {
      case ADD, COPY -> FileChange.Status.ADDED;
      case DELETE -> FileChange.Status.DELETED;
      case RENAME -> FileChange.Status.RENAMED;
      case MODIFY -> FileChange.Status.MODIFIED;
    };
  }

  private static WorkspaceTree.@Nullable Blob blob(DiffEntry entry, DiffEntry.Side side) {
    FileMode mode = entry.getMode(side);
    return mode.equals(FileMode.MISSING)
        ? null
        : new WorkspaceTree.Blob(mode, entry.getId(side).toObjectId());
  }

  private FileChange.Kind kind(
      WorkspaceTree.@Nullable Blob before, WorkspaceTree.@Nullable Blob after) throws IOException {
    if (isLink(before) || isLink(after)) {
      return FileChange.Kind.LINK;
    }
    return isBinary(before) || isBinary(after) ? FileChange.Kind.BINARY : FileChange.Kind.TEXT;
  }

  private static boolean isLink(WorkspaceTree.@Nullable Blob blob) {
    return blob != null && blob.mode().equals(FileMode.SYMLINK);
  }

  private boolean isBinary(WorkspaceTree.@Nullable Blob blob) throws IOException {
    return blob != null && RawText.isBinary(first(blob));
  }

  private byte[] first(WorkspaceTree.Blob blob) throws IOException {
    try (InputStream in = contents.open(blob)) {
      return in.readNBytes(FIRST_BYTES);
    }
  }

  private String mediaType(String path, WorkspaceTree.Blob blob) throws IOException {
    String byName = URLConnection.guessContentTypeFromName(path);
    String found =
        byName == null
            ? URLConnection.guessContentTypeFromStream(new ByteArrayInputStream(first(blob)))
            : byName;
    return found == null ? "application/octet-stream" : found;
  }

  /** The text part of a change; null counts where nothing was compared. */
  private record Text(
      @Nullable Integer added,
      @Nullable Integer deleted,
      List<FileChange.Hunk> hunks,
      boolean cut) {

    static final Text NONE = new Text(null, null, List.of(), false);
    static final Text TOO_LONG = new Text(null, null, List.of(), true);
  }

  private Text text(WorkspaceTree.@Nullable Blob before, WorkspaceTree.@Nullable Blob after)
      throws IOException {
    long size =
        (before == null ? 0 : contents.size(before)) + (after == null ? 0 : contents.size(after));
    if (size > bytes) {
      return Text.TOO_LONG;
    }
    bytes -= size;
    RawText old = raw(before);
    RawText young = raw(after);
    // Without a fallback a part that has nothing in common is one edit, in linear time.
    HistogramDiff algorithm = new HistogramDiff();
    algorithm.setFallbackAlgorithm(null);
    EditList edits = algorithm.diff(RawTextComparator.DEFAULT, old, young);
    Hunks hunks = Hunks.of(edits, old, young, lines);
    lines -= hunks.lines();
    int added = edits.stream().mapToInt(edit -> edit.getLengthB()).sum();
    int deleted = edits.stream().mapToInt(edit -> edit.getLengthA()).sum();
    return new Text(added, deleted, hunks.list(), hunks.cut());
  }

  private RawText raw(WorkspaceTree.@Nullable Blob blob) throws IOException {
    if (blob == null) {
      return RawText.EMPTY_TEXT;
    }
    try (InputStream in = contents.open(blob)) {
      return new RawText(in.readAllBytes());
    }
  }
}
