package io.aleff.sandbox;

import io.aleff.definition.DeniedFiles;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
public final class Workspaces extends WorkspaceReading {

  private static final Logger LOG = LoggerFactory.getLogger(Workspaces.class);

  /** Packs of a repository after which they are made into one, in the background. */
  static final int PACKS = 24;

  /** Packs of a repository that a commit does not leave behind: it waits until they are one. */
  static final int MOST_PACKS = 4 * PACKS;

  private final Executor background;
  private final Set<String> untidy = ConcurrentHashMap.newKeySet();

  /** What each step folder was laid out from; gone with the folders when the engine dies. */
  private final Map<Path, ObjectId> bases = new ConcurrentHashMap<>();

  private final ReentrantLock[] locks =
      Stream.generate(ReentrantLock::new).limit(64).toArray(ReentrantLock[]::new);

  public Workspaces(Path root) {
    this(root, WorkspaceLimits.STANDARD, Clock.systemUTC(), Runnable::run);
  }

  /**
   * @param background carries out what keeps repositories small; may run it at once
   */
  public Workspaces(Path root, WorkspaceLimits limits, Clock clock, Executor background) {
    super(root, limits, clock);
    this.background = background;
  }

  /** Creates the workspace of a run with an empty first commit; does nothing when it exists. */
  public void create(String run) throws IOException {
    locked(
        run,
        () -> {
          Files.createDirectories(folder(run));
          RunRepository.create(repository(run), clock()).close();
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
            return importInto(repository, run, checked, content);
          }
        });
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
              Contents contents = contents(run, repository)) {
            ObjectId base = repository.commit(commit);
            bases.put(folder, base);
            StepFolder.layOut(folder, repository.tree(base), contents);
          }
          return folder;
        });
  }

  /**
   * Merges the step's folder onto the head. The folder stays until {@link #discard}, so that a
   * caller whose transaction failed can commit again: for a commit that the head has reached, that
   * changes nothing and returns the same commit.
   *
   * @param denied files that make the commit refused
   */
  public WorkspaceCommit commit(String run, String step, String message, DeniedFiles denied)
      throws IOException {
    return locked(
        run,
        () -> {
          try (RunRepository repository = open(run)) {
            WorkspaceCommit made = commitInto(repository, run, step, message, denied);
            tidySoon(run, repository);
            return made;
          } catch (RefusedException e) {
            return e.refusal();
          }
        });
  }

  /**
   * Makes the files, or one of them, or those of a folder, what they were in an older commit, by a
   * new commit on top of the head: nothing that came between is lost.
   *
   * @param path of a file or folder; null for all files
   */
  public WorkspaceCommit restore(String run, String commit, @Nullable String path, String message)
      throws IOException {
    return locked(
        run,
        () -> {
          try (RunRepository repository = open(run)) {
            return restoreInto(repository, run, repository.commit(commit), path, message);
          } catch (RefusedException e) {
            return e.refusal();
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

  /** Makes an older commit the head. The commits after it stay in the store. */
  public void reset(String run, String commit) throws IOException {
    locked(
        run,
        () -> {
          try (RunRepository repository = open(run)) {
            ObjectId target = repository.commit(commit);
            ObjectId head = repository.head();
            repository.setReference(RunRepository.UNDONE + head.name(), head);
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
    if (!Files.isDirectory(root())) {
      return;
    }
    try (DirectoryStream<Path> runs = Files.newDirectoryStream(root())) {
      for (Path each : runs) {
        FileTrees.delete(each.resolve("steps"));
        new LargeFiles(each.resolve("large")).removeUnfinished();
        if (Files.isDirectory(each.resolve("git"), LinkOption.NOFOLLOW_LINKS)) {
          removeLocks(each.resolve("git"));
        }
      }
    }
  }

  /** Ids of all runs that have a workspace. */
  public List<String> runs() throws IOException {
    if (!Files.isDirectory(root())) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(root())) {
      return folders
          .map(folder -> String.valueOf(folder.getFileName()))
          .filter(name -> WorkspacePaths.encoded(name).equals(name))
          .sorted()
          .toList();
    }
  }

  /**
   * Makes one pack of all and removes what no checkpoint needs: objects of refused commits, large
   * files that nothing refers to.
   */
  public void tidy(String run) throws IOException {
    locked(
        run,
        () -> {
          try (RunRepository repository = open(run)) {
            new Housekeeping(repository, large(run)).tidy();
          }
          return true;
        });
  }

  private void tidySoon(String run, RunRepository repository) throws IOException {
    int packs = repository.packs();
    if (packs > MOST_PACKS) {
      new Housekeeping(repository, large(run)).tidy();
    } else if (packs > PACKS && untidy.add(run)) {
      background.execute(() -> tidyQuietly(run));
    }
  }

  private void tidyQuietly(String run) {
    untidy.remove(run);
    try {
      if (exists(run)) {
        tidy(run);
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("The workspace of {} could not be made smaller; trying again later.", run, e);
    }
  }

  /** Bytes that all checkpoints take on the disk. */
  private long history(String run) throws IOException {
    return Housekeeping.bytes(repository(run)) + Housekeeping.bytes(folder(run).resolve("large"));
  }

  private String importInto(RunRepository repository, String run, String path, InputStream content)
      throws IOException {
    WorkspaceTree.Blob blob;
    try (ObjectInserter inserter = repository.inserter();
        Contents contents = contents(run, repository)) {
      ObjectId id = contents.storeUpTo(content, limits().fileBytes(), inserter);
      blob = new WorkspaceTree.Blob(FileMode.REGULAR_FILE, id);
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
      RunRepository repository, String run, String step, String message, DeniedFiles denied)
      throws IOException, RefusedException {
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
    WorkspaceTree theirs = read(repository, run, new Step(folder, baseTree, denied));
    while (true) {
      Optional<WorkspaceCommit> done = tryCommit(repository, step, message, baseTree, theirs);
      if (done.isPresent()) {
        return done.get();
      }
    }
  }

  private record Step(Path folder, WorkspaceTree base, DeniedFiles denied) {}

  /** What nobody needs does not count: when the history is full, it is removed first. */
  private WorkspaceTree read(RunRepository repository, String run, Step step)
      throws IOException, RefusedException {
    try {
      return readOnce(repository, run, step);
    } catch (RefusedException e) {
      if (!e.refusal().code().equals(Quota.HISTORY)) {
        throw e;
      }
      new Housekeeping(repository, large(run)).tidy();
      return readOnce(repository, run, step);
    }
  }

  private WorkspaceTree readOnce(RunRepository repository, String run, Step step)
      throws IOException, RefusedException {
    try (ObjectInserter inserter = repository.inserter();
        Contents contents = contents(run, repository)) {
      Quota quota = new Quota(limits(), history(run));
      WorkspaceTree tree =
          new StepFolder(step.folder(), quota, step.denied()).read(step.base(), contents, inserter);
      inserter.flush();
      return tree;
    }
  }

  private WorkspaceCommit restoreInto(
      RunRepository repository, String run, ObjectId from, @Nullable String path, String message)
      throws IOException, RefusedException {
    WorkspaceTree source = repository.tree(from);
    boolean file = path != null && source.files().containsKey(path);
    if (path != null && !file && !source.hasFolder(path)) {
      throw new RefusedException(
          "no-such-file",
          "The checkpoint %s has no file or folder %s.".formatted(from.name(), path));
    }
    while (true) {
      ObjectId head = repository.head();
      WorkspaceTree now = repository.tree(head);
      WorkspaceTree wanted =
          path == null ? source : file ? now.taking(path, source) : now.takingFolder(path, source);
      if (wanted.equals(now)) {
        return new WorkspaceCommit.Committed(head.name(), false);
      }
      if (now.merge(now, wanted) instanceof WorkspaceTree.Merge.Conflicting conflict) {
        return new WorkspaceCommit.Conflict(conflict.paths());
      }
      check(repository, run, wanted);
      ObjectId commit = repository.store(wanted, head, message);
      if (repository.moveHead(head, commit)) {
        return new WorkspaceCommit.Committed(commit.name(), true);
      }
    }
  }

  private void check(RunRepository repository, String run, WorkspaceTree tree)
      throws IOException, RefusedException {
    Quota quota = new Quota(limits(), 0);
    try (Contents contents = contents(run, repository)) {
      for (WorkspaceTree.Blob blob : tree.files().values()) {
        quota.add(contents.size(blob));
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
        ObjectId commit =
            repository.store(merged.tree(), head, message + "\n\n" + RunRepository.STEP + step);
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
