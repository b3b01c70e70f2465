package io.aleff.sandbox;

import io.aleff.connector.workspace.Checkpoint;
import io.aleff.connector.workspace.StoredFile;
import io.aleff.connector.workspace.WorkspaceDiff;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/** What can be read of workspaces at any time, also while steps run. */
abstract class WorkspaceReading {

  private final Path root;
  private final WorkspaceLimits limits;
  private final Clock clock;
  private final WorkspaceDigest digests = new WorkspaceDigest();

  WorkspaceReading(Path root, WorkspaceLimits limits, Clock clock) {
    this.root = root;
    this.limits = limits;
    this.clock = clock;
  }

  /** The id of the newest commit. */
  public String head(String run) throws IOException {
    try (RunRepository repository = open(run)) {
      return repository.head().name();
    }
  }

  /** Whether there is a workspace of this run. */
  public boolean exists(String run) {
    return Files.isDirectory(repository(run), LinkOption.NOFOLLOW_LINKS);
  }

  /** Whether the workspace has this commit. */
  public boolean contains(String run, String commit) throws IOException {
    try (RunRepository repository = open(run)) {
      return repository.contains(commit);
    }
  }

  /**
   * Checkpoints, newest first, also those that were rolled back.
   *
   * @param most how many
   */
  public List<Checkpoint> checkpoints(String run, int most) throws IOException {
    try (RunRepository repository = open(run)) {
      return repository.checkpoints(most);
    }
  }

  /** Unified text of what changed between two commits. */
  public String diff(String run, String from, String to) throws IOException {
    try (RunRepository repository = open(run)) {
      return repository.diff(repository.commit(from), repository.commit(to));
    }
  }

  /**
   * What changed between two commits, as data.
   *
   * @param path only this file, with more of its lines; null for all
   */
  public WorkspaceDiff changes(String run, String from, String to, @Nullable String path)
      throws IOException {
    try (RunRepository repository = open(run);
        Contents contents = contents(run, repository)) {
      DiffReader reader =
          path == null
              ? DiffReader.ofAll(repository, contents)
              : DiffReader.ofOne(repository, contents);
      return reader.read(repository.commit(from), repository.commit(to), path);
    }
  }

  /**
   * The entries directly below a folder of a commit, sorted by path.
   *
   * @param path empty for the root; a path that is no folder has no entries
   */
  public List<WorkspaceEntry> files(String run, String commit, String path) throws IOException {
    try (RunRepository repository = open(run);
        Contents contents = contents(run, repository)) {
      ObjectId folder = repository.folder(repository.commit(commit), path);
      return folder == null
          ? List.of()
          : entries(repository, contents, folder, path.isEmpty() ? "" : path + "/");
    }
  }

  private static List<WorkspaceEntry> entries(
      RunRepository repository, Contents contents, ObjectId folder, String prefix)
      throws IOException {
    List<WorkspaceEntry> entries = new ArrayList<>();
    try (TreeWalk walk = repository.subtree(folder)) {
      while (walk.next()) {
        FileMode mode = walk.getFileMode(0);
        boolean directory = mode.equals(FileMode.TREE);
        WorkspaceTree.Blob blob = new WorkspaceTree.Blob(mode, walk.getObjectId(0));
        String name = walk.getNameString();
        entries.add(
            new WorkspaceEntry(
                prefix + name,
                name,
                directory ? 0 : contents.size(blob),
                directory,
                mode.equals(FileMode.SYMLINK)));
      }
    }
    return entries;
  }

  /** A file of a commit; empty when it has no regular file of this path. */
  public Optional<StoredFile> file(String run, String commit, String path) throws IOException {
    try (RunRepository repository = open(run);
        Contents contents = contents(run, repository)) {
      WorkspaceTree.Blob blob = repository.file(repository.commit(commit), path);
      if (blob == null) {
        return Optional.empty();
      }
      return Optional.of(new StoredFile(contents.size(blob), () -> stream(run, blob)));
    }
  }

  /** The repository stays open as long as the stream. */
  private InputStream stream(String run, WorkspaceTree.Blob blob) throws IOException {
    RunRepository repository = open(run);
    Contents contents = contents(run, repository);
    try {
      return new FilterInputStream(contents.open(blob)) {
        @Override
        public void close() throws IOException {
          try (repository;
              contents) {
            super.close();
          }
        }
      };
    } catch (IOException | RuntimeException e) {
      contents.close();
      repository.close();
      throw e;
    }
  }

  /** The bytes of a file; empty when the commit has no regular file of this path. */
  public Optional<byte[]> content(String run, String commit, String path) throws IOException {
    Optional<StoredFile> file = file(run, commit, path);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = file.get().source().open()) {
      return Optional.of(in.readAllBytes());
    }
  }

  /** Writes all files of a commit as a zip archive; the stream is left open. */
  public void archive(String run, String commit, OutputStream out) throws IOException {
    try (RunRepository repository = open(run);
        Contents contents = contents(run, repository)) {
      ObjectId id = repository.commit(commit);
      new WorkspaceArchive().write(repository.tree(id), contents, repository.time(id), out);
    }
  }

  /** SHA-256 over every file of a commit: path, kind and content. */
  public String digest(String run, String commit) throws IOException {
    try (RunRepository repository = open(run);
        Contents contents = contents(run, repository)) {
      return digests.of(repository.tree(repository.commit(commit)), contents);
    }
  }

  /** The same over a step's folder, read from the disk as it is now. */
  public static String digest(Path folder) throws IOException {
    return WorkspaceDigest.of(folder);
  }

  final Path root() {
    return root;
  }

  final WorkspaceLimits limits() {
    return limits;
  }

  final Clock clock() {
    return clock;
  }

  final RunRepository open(String run) throws IOException {
    return RunRepository.open(repository(run), clock);
  }

  final Contents contents(String run, RunRepository repository) {
    return new Contents(repository.reader(), large(run), limits.inlineBytes());
  }

  final LargeFiles large(String run) {
    return new LargeFiles(folder(run).resolve("large"));
  }

  final Path folder(String run) {
    return root.resolve(WorkspacePaths.encoded(run));
  }

  final Path repository(String run) {
    return folder(run).resolve("git");
  }
}
