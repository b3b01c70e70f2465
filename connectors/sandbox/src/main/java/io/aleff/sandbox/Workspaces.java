package io.aleff.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/**
 * Versioned workspaces: a bare repository for each run, outside of every folder that code can
 * write, and a private folder for each step that runs. A step begins at a commit of the run, not
 * always the newest; its commit is merged onto the head file by file. Failures of the file system
 * are {@link IOException}.
 *
 * <p>The commit of a step that is begun again after its commit (because the engine died before it
 * could record that) replaces its own earlier change. So nothing is applied twice. Empty folders,
 * pipes, sockets and {@code .git} folders are not kept.
 */
public final class Workspaces {

  private final Path root;
  private final WorkspaceLimits limits;
  private final Clock clock;
  private final WorkspaceDigest digests = new WorkspaceDigest();

  /** What each step folder was laid out from; gone with the folders when the engine dies. */
  private final Map<Path, ObjectId> bases = new ConcurrentHashMap<>();

  private final ReentrantLock[] locks =
      Stream.generate(ReentrantLock::new).limit(64).toArray(ReentrantLock[]::new);

  public Workspaces(Path root) {
    this(root, WorkspaceLimits.STANDARD, Clock.systemUTC());
  }

  public Workspaces(Path root, WorkspaceLimits limits, Clock clock) {
    this.root = root;
    this.limits = limits;
    this.clock = clock;
  }

  /** Creates the workspace of a run with an empty first commit; does nothing when it exists. */
  public void create(String run) throws IOException {
    locked(
        run,
        () -> {
          Files.createDirectories(folder(run));
          RunRepository.create(repository(run), clock).close();
          return true;
        });
  }

  /**
   * Adds a file to the head, or replaces it.
   *
   * @param path relative, with {@code /} between its parts
   * @return the new head
   */
  public String importFile(String run, String path, InputStream content) throws IOException {
    String checked = WorkspacePaths.checked(path);
    return locked(
        run,
        () -> {
          try (RunRepository repository = open(run)) {
            return importInto(repository, checked, content);
          }
        });
  }

  /** The id of the newest commit. */
  public String head(String run) throws IOException {
    try (RunRepository repository = open(run)) {
      return repository.head().name();
    }
  }

  /**
   * Makes the private folder of a step with the files of a commit; what an earlier try left in it
   * is thrown away.
   */
  public Path begin(String run, String step, String commit) throws IOException {
    return locked(
        run,
        () -> {
          Path folder = stepFolder(run, step);
          FileTrees.delete(folder);
          try (RunRepository repository = open(run);
              ObjectReader reader = repository.reader()) {
            ObjectId base = repository.commit(commit);
            bases.put(folder, base);
            new StepFolder(folder, limits).layOut(repository.tree(base), reader);
          }
          return folder;
        });
  }

  /**
   * Merges the step's folder onto the head. The folder stays until {@link #discard}, so that a
   * caller whose transaction failed can commit again: for a commit that the head has reached, that
   * changes nothing and returns the same commit.
   */
  public WorkspaceCommit commit(String run, String step, String message) throws IOException {
    return locked(
        run,
        () -> {
          try (RunRepository repository = open(run)) {
            return commitInto(repository, run, step, message);
          } catch (StepFolder.RefusedException e) {
            return new WorkspaceCommit.Refused(String.valueOf(e.getMessage()));
          }
        });
  }

  /** Throws the step's folder away; does nothing when there is none. */
  public void discard(String run, String step) throws IOException {
    locked(
        run,
        () -> {
          bases.remove(stepFolder(run, step));
          FileTrees.delete(stepFolder(run, step));
          return true;
        });
  }

  /** Unified text of what changed between two commits. */
  public String diff(String run, String from, String to) throws IOException {
    try (RunRepository repository = open(run)) {
      return repository.diff(repository.commit(from), repository.commit(to));
    }
  }

  /**
   * The entries directly below a folder of a commit, sorted by path.
   *
   * @param path empty for the root; a path that is no folder has no entries
   */
  public List<WorkspaceEntry> files(String run, String commit, String path) throws IOException {
    try (RunRepository repository = open(run)) {
      ObjectId folder = repository.folder(repository.commit(commit), path);
      return folder == null
          ? List.of()
          : entries(repository, folder, path.isEmpty() ? "" : path + "/");
    }
  }

  /** The bytes of a file; empty when the commit has no regular file of this path. */
  public Optional<byte[]> content(String run, String commit, String path) throws IOException {
    try (RunRepository repository = open(run);
        ObjectReader reader = repository.reader()) {
      WorkspaceTree.Blob blob = repository.tree(repository.commit(commit)).files().get(path);
      return blob == null || blob.mode().equals(FileMode.SYMLINK)
          ? Optional.empty()
          : Optional.of(reader.open(blob.id()).getBytes(Integer.MAX_VALUE - 16));
    }
  }

  /** SHA-256 over every file of a commit: path, kind and content. */
  public String digest(String run, String commit) throws IOException {
    try (RunRepository repository = open(run);
        ObjectReader reader = repository.reader()) {
      return digests.of(repository.tree(repository.commit(commit)), reader);
    }
  }

  /** The same over a step's folder, read from the disk as it is now. */
  public static String digest(Path folder) throws IOException {
    return WorkspaceDigest.of(folder);
  }

  /** Makes an older commit the head. The commits after it stay in the store. */
  public void reset(String run, String commit) throws IOException {
    locked(
        run,
        () -> {
          try (RunRepository repository = open(run)) {
            ObjectId target = repository.commit(commit);
            ObjectId head = repository.head();
            repository.setReference("refs/undone/" + head.name(), head);
            while (!repository.moveHead(head, target)) {
              head = repository.head();
            }
          }
          return true;
        });
  }

  /** Removes the workspace of a run with its history. */
  public void delete(String run) throws IOException {
    locked(
        run,
        () -> {
          bases.keySet().removeIf(step -> step.startsWith(folder(run)));
          RunRepository.forget(repository(run));
          FileTrees.delete(folder(run));
          return true;
        });
  }

  /**
   * Clears away what an engine that was killed left: step folders and lock files. To be called at
   * start, before any step begins.
   */
  public void recover() throws IOException {
    if (!Files.isDirectory(root)) {
      return;
    }
    try (DirectoryStream<Path> runs = Files.newDirectoryStream(root)) {
      for (Path each : runs) {
        FileTrees.delete(each.resolve("steps"));
        if (Files.isDirectory(each.resolve("git"), LinkOption.NOFOLLOW_LINKS)) {
          removeLocks(each.resolve("git"));
        }
      }
    }
  }

  private static List<WorkspaceEntry> entries(
      RunRepository repository, ObjectId folder, String prefix) throws IOException {
    List<WorkspaceEntry> entries = new ArrayList<>();
    try (TreeWalk walk = repository.subtree(folder);
        ObjectReader reader = repository.reader()) {
      while (walk.next()) {
        FileMode mode = walk.getFileMode(0);
        boolean directory = mode.equals(FileMode.TREE);
        long size = directory ? 0 : reader.getObjectSize(walk.getObjectId(0), Constants.OBJ_BLOB);
        String name = walk.getNameString();
        entries.add(
            new WorkspaceEntry(
                prefix + name, name, size, directory, mode.equals(FileMode.SYMLINK)));
      }
    }
    return entries;
  }

  private String importInto(RunRepository repository, String path, InputStream content)
      throws IOException {
    WorkspaceTree.Blob blob;
    try (ObjectInserter inserter = repository.inserter()) {
      byte[] bytes = content.readNBytes((int) Math.min(limits.fileBytes() + 1, 1 << 30));
      if (bytes.length > limits.fileBytes()) {
        throw new IOException("%s has more than %d bytes.".formatted(path, limits.fileBytes()));
      }
      blob =
          new WorkspaceTree.Blob(FileMode.REGULAR_FILE, inserter.insert(Constants.OBJ_BLOB, bytes));
      inserter.flush();
    }
    while (true) {
      ObjectId head = repository.head();
      WorkspaceTree tree = repository.tree(head);
      TreeMap<String, WorkspaceTree.Blob> files = new TreeMap<>(tree.files());
      if (blob.equals(files.put(path, blob))) {
        return head.name();
      }
      WorkspaceTree wanted = new WorkspaceTree(files);
      if (tree.merge(tree, wanted) instanceof WorkspaceTree.Merge.Conflicting) {
        throw new IOException("%s is a file and a folder at once.".formatted(path));
      }
      ObjectId next = repository.store(wanted, head, "Import " + path);
      if (repository.moveHead(head, next)) {
        return next.name();
      }
    }
  }

  private WorkspaceCommit commitInto(
      RunRepository repository, String run, String step, String message)
      throws IOException, StepFolder.RefusedException {
    ObjectId earlier = earlierCommit(repository, step);
    Path folder = stepFolder(run, step);
    ObjectId base = bases.get(folder);
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) || base == null) {
      if (earlier != null) {
        return new WorkspaceCommit.Committed(earlier.name(), false);
      }
      throw new IOException("Step %s has not begun.".formatted(step));
    }
    WorkspaceTree baseTree = repository.tree(base);
    WorkspaceTree theirs;
    try (ObjectInserter inserter = repository.inserter()) {
      theirs = new StepFolder(folder, limits).read(baseTree, inserter);
      inserter.flush();
    }
    while (true) {
      Optional<WorkspaceCommit> done = tryCommit(repository, step, message, baseTree, theirs);
      if (done.isPresent()) {
        return done.get();
      }
    }
  }

  /** Empty when another process moved the head meanwhile. */
  private Optional<WorkspaceCommit> tryCommit(
      RunRepository repository,
      String step,
      String message,
      WorkspaceTree base,
      WorkspaceTree theirs)
      throws IOException {
    ObjectId head = repository.head();
    ObjectId earlier = earlierCommit(repository, step);
    WorkspaceTree headTree = repository.tree(head);
    switch (withoutEarlier(repository, headTree, earlier).merge(base, theirs)) {
      case WorkspaceTree.Merge.Conflicting conflict -> {
        return Optional.of(new WorkspaceCommit.Conflict(conflict.paths()));
      }
      case WorkspaceTree.Merge.Merged merged -> {
        if (merged.tree().equals(headTree)) {
          String id = (earlier == null ? head : earlier).name();
          return Optional.of(new WorkspaceCommit.Committed(id, false));
        }
        ObjectId commit = repository.store(merged.tree(), head, message + "\n\nStep: " + step);
        // First the step's reference: it only counts once the head has reached it.
        repository.setReference(stepName(step), commit);
        return repository.moveHead(head, commit)
            ? Optional.of(new WorkspaceCommit.Committed(commit.name(), true))
            : Optional.empty();
      }
    }
  }

  private static WorkspaceTree withoutEarlier(
      RunRepository repository, WorkspaceTree tree, @Nullable ObjectId earlier) throws IOException {
    ObjectId before = earlier == null ? null : repository.parent(earlier);
    return earlier == null || before == null
        ? tree
        : tree.without(repository.tree(before), repository.tree(earlier));
  }

  /** The step's own commit, when the head still contains it. */
  private static @Nullable ObjectId earlierCommit(RunRepository repository, String step)
      throws IOException {
    ObjectId commit = repository.reference(stepName(step));
    return commit != null && repository.isAncestor(commit, repository.head()) ? commit : null;
  }

  private static void removeLocks(Path repository) throws IOException {
    Files.walkFileTree(
        repository,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (file.toString().endsWith(".lock")) {
              Files.delete(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private RunRepository open(String run) throws IOException {
    return RunRepository.open(repository(run), clock);
  }

  private Path folder(String run) {
    return root.resolve(WorkspacePaths.encoded(run));
  }

  private Path repository(String run) {
    return folder(run).resolve("git");
  }

  private Path stepFolder(String run, String step) {
    return folder(run).resolve("steps").resolve(WorkspacePaths.encoded(step));
  }

  private static String stepName(String step) {
    return "refs/steps/" + WorkspacePaths.encoded(step);
  }

  private <T> T locked(String run, IoAction<T> action) throws IOException {
    ReentrantLock lock = locks[Math.floorMod(run.hashCode(), locks.length)];
    lock.lock();
    try {
      return action.run();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      lock.unlock();
    }
  }

  @FunctionalInterface
  private interface IoAction<T> {
    T run() throws IOException;
  }
}
