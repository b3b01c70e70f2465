package io.aleff.sandbox;

import io.aleff.connector.workspace.Checkpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.diff.RenameDetector;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryCache;
import org.eclipse.jgit.lib.RepositoryCache.FileKey;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.util.FS;
import org.jspecify.annotations.Nullable;

/**
 * The bare repository of one run: commits, trees and the few references that are used. Repositories
 * that were opened stay in JGit's cache for a while, so that their configuration is read once.
 */
final class RunRepository implements AutoCloseable {

  static final String HEAD = "refs/heads/main";

  /** Heads that were left by going back; what they have is kept as long as the workspace is. */
  static final String UNDONE = "refs/undone/";

  /** Begins the last line of a step's commit message. */
  static final String STEP = "Step: ";

  private static final int LONGEST_DIFF = 4 * 1024 * 1024;
  private static final int LARGEST_TEXT = 5 * 1024 * 1024;

  private final Repository repository;
  private final Clock clock;

  static {
    IsolatedGit.install();
  }

  private RunRepository(Repository repository, Clock clock) {
    this.repository = repository;
    this.clock = clock;
  }

  static RunRepository create(Path folder, Clock clock) throws IOException {
    Repository repository =
        new FileRepositoryBuilder().setGitDir(folder.toFile()).setBare().build();
    if (!Files.exists(folder.resolve("HEAD"))) {
      repository.create(true);
      StoredConfig config = repository.getConfig();
      config.setBoolean("core", null, "fsyncObjectFiles", true);
      config.setBoolean("core", null, "fsyncRefFiles", true);
      config.setString("core", null, "logAllRefUpdates", "false");
      config.save();
    }
    RunRepository opened = new RunRepository(repository, clock);
    if (opened.reference(HEAD) == null) {
      opened.setReference(
          HEAD, opened.store(new WorkspaceTree(new TreeMap<>()), null, "Create the workspace"));
    }
    return opened;
  }

  static RunRepository open(Path folder, Clock clock) throws IOException {
    return new RunRepository(RepositoryCache.open(key(folder), true), clock);
  }

  /** To be called before the folder is deleted. */
  static void forget(Path folder) {
    RepositoryCache.unregister(key(folder));
  }

  private static FileKey key(Path folder) {
    return FileKey.exact(folder.toFile(), FS.DETECTED);
  }

  ObjectId head() throws IOException {
    ObjectId head = reference(HEAD);
    if (head == null) {
      throw new IOException("The workspace has no head.");
    }
    return head;
  }

  @Nullable ObjectId reference(String name) throws IOException {
    Ref ref = repository.exactRef(name);
    return ref == null ? null : ref.getObjectId();
  }

  void setReference(String name, ObjectId target) throws IOException {
    RefUpdate update = repository.updateRef(name);
    update.setNewObjectId(target);
    update.setForceUpdate(true);
    requireDone(update.forceUpdate(), name);
  }

  /** Moves the head when it still is where it was; false when somebody else moved it. */
  boolean moveHead(ObjectId from, ObjectId to) throws IOException {
    RefUpdate update = repository.updateRef(HEAD);
    update.setExpectedOldObjectId(from);
    update.setNewObjectId(to);
    update.setForceUpdate(true);
    RefUpdate.Result result = update.forceUpdate();
    return switch (result) {
      case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> true;
      case LOCK_FAILURE -> false;
      default -> throw new IOException("The head cannot be moved: " + result);
    };
  }

  WorkspaceTree tree(ObjectId commit) throws IOException {
    SortedMap<String, WorkspaceTree.Blob> files = new TreeMap<>();
    try (RevWalk commits = new RevWalk(repository);
        TreeWalk walk = new TreeWalk(repository)) {
      walk.addTree(commits.parseCommit(commit).getTree());
      walk.setRecursive(true);
      while (walk.next()) {
        files.put(
            walk.getPathString(), new WorkspaceTree.Blob(walk.getFileMode(0), walk.getObjectId(0)));
      }
    }
    return new WorkspaceTree(files);
  }

  ObjectId store(WorkspaceTree tree, @Nullable ObjectId parent, String message) throws IOException {
    DirCache index = DirCache.newInCore();
    DirCacheBuilder builder = index.builder();
    tree.files()
        .forEach(
            (path, blob) -> {
              DirCacheEntry entry = new DirCacheEntry(path.getBytes(StandardCharsets.UTF_8));
              entry.setFileMode(blob.mode());
              entry.setObjectId(blob.id());
              builder.add(entry);
            });
    builder.finish();
    try (ObjectInserter inserter = inserter()) {
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(index.writeTree(inserter));
      if (parent != null) {
        commit.setParentId(parent);
      }
      PersonIdent identity =
          new PersonIdent("Aleff", "aleff@localhost", clock.instant(), ZoneOffset.UTC);
      commit.setAuthor(identity);
      commit.setCommitter(identity);
      commit.setMessage(message);
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      return id;
    }
  }

  @Nullable ObjectId parent(ObjectId commit) throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      RevCommit parsed = walk.parseCommit(commit);
      return parsed.getParentCount() == 0 ? null : parsed.getParent(0).copy();
    }
  }

  boolean isAncestor(ObjectId older, ObjectId newer) throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      return walk.isMergedInto(walk.parseCommit(older), walk.parseCommit(newer));
    }
  }

  /** The commit of this full id. */
  ObjectId commit(String id) throws IOException {
    if (!ObjectId.isId(id)) {
      throw new IOException("%s is not the id of a commit.".formatted(id));
    }
    try (RevWalk walk = new RevWalk(repository)) {
      return walk.parseCommit(ObjectId.fromString(id)).copy();
    }
  }

  String diff(ObjectId from, ObjectId to) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (RevWalk walk = new RevWalk(repository);
        DiffFormatter formatter = new DiffFormatter(out)) {
      formatter.setRepository(repository);
      formatter.setDetectRenames(true);
      formatter.setBinaryFileThreshold(LARGEST_TEXT);
      for (var each : formatter.scan(walk.parseCommit(from), walk.parseCommit(to))) {
        formatter.format(each);
        formatter.flush();
        if (out.size() > LONGEST_DIFF) {
          return out.toString(StandardCharsets.UTF_8).substring(0, LONGEST_DIFF / 4)
              + "\n… the rest of this diff is left out.\n";
        }
      }
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  /** What differs between two commits, renames found, sorted by path. */
  List<DiffEntry> changes(ObjectId from, ObjectId to) throws IOException {
    try (RevWalk commits = new RevWalk(repository);
        TreeWalk walk = new TreeWalk(repository)) {
      walk.setRecursive(true);
      walk.addTree(commits.parseCommit(from).getTree());
      walk.addTree(commits.parseCommit(to).getTree());
      RenameDetector renames = new RenameDetector(repository);
      renames.setSkipContentRenamesForBinaryFiles(true);
      renames.addAll(DiffEntry.scan(walk));
      return renames.compute();
    }
  }

  /** The newest checkpoints, also those that were rolled back. */
  List<Checkpoint> checkpoints(int most) throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      walk.sort(RevSort.TOPO);
      walk.sort(RevSort.COMMIT_TIME_DESC, true);
      Set<ObjectId> kept = onHead();
      walk.markStart(walk.parseCommit(head()));
      for (Ref undone : repository.getRefDatabase().getRefsByPrefix(UNDONE)) {
        walk.markStart(walk.parseCommit(undone.getObjectId()));
      }
      List<Checkpoint> found = new ArrayList<>();
      for (RevCommit each = walk.next(); each != null && found.size() < most; each = walk.next()) {
        found.add(checkpoint(each, kept));
      }
      return found;
    }
  }

  private Set<ObjectId> onHead() throws IOException {
    Set<ObjectId> kept = new HashSet<>();
    try (RevWalk walk = new RevWalk(repository)) {
      walk.markStart(walk.parseCommit(head()));
      for (RevCommit each : walk) {
        kept.add(each.copy());
      }
    }
    return kept;
  }

  private static Checkpoint checkpoint(RevCommit commit, Set<ObjectId> kept) {
    String[] lines = commit.getFullMessage().split("\n", -1);
    String last = lines[lines.length - 1];
    return new Checkpoint(
        commit.name(),
        commit.getParentCount() == 0 ? null : commit.getParent(0).name(),
        Instant.ofEpochSecond(commit.getCommitTime()),
        last.startsWith(STEP) ? last.substring(STEP.length()) : null,
        lines[0],
        !kept.contains(commit));
  }

  Instant time(ObjectId commit) throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      return Instant.ofEpochSecond(walk.parseCommit(commit).getCommitTime());
    }
  }

  /** Whether this is the full id of a commit of this workspace. */
  boolean contains(String id) throws IOException {
    return ObjectId.isId(id)
        && repository.getObjectDatabase().has(ObjectId.fromString(id))
        && isCommit(ObjectId.fromString(id));
  }

  private boolean isCommit(ObjectId id) throws IOException {
    try (ObjectReader reader = reader()) {
      return reader.open(id).getType() == Constants.OBJ_COMMIT;
    }
  }

  /** The id of a folder of a commit; null when there is no such folder. */
  @Nullable ObjectId folder(ObjectId commit, String path) throws IOException {
    try (RevWalk commits = new RevWalk(repository);
        ObjectReader reader = reader()) {
      ObjectId top = commits.parseCommit(commit).getTree();
      if (path.isEmpty()) {
        return top;
      }
      try (TreeWalk walk = TreeWalk.forPath(reader, path, top)) {
        return walk == null || !walk.getFileMode(0).equals(FileMode.TREE)
            ? null
            : walk.getObjectId(0);
      }
    }
  }

  /** A regular file of a commit; null when there is none of this path. */
  WorkspaceTree.@Nullable Blob file(ObjectId commit, String path) throws IOException {
    if (path.isEmpty()) {
      return null;
    }
    try (RevWalk commits = new RevWalk(repository);
        ObjectReader reader = reader();
        TreeWalk walk = TreeWalk.forPath(reader, path, commits.parseCommit(commit).getTree())) {
      if (walk == null) {
        return null;
      }
      FileMode mode = walk.getFileMode(0);
      boolean regular = mode.equals(FileMode.REGULAR_FILE) || mode.equals(FileMode.EXECUTABLE_FILE);
      return regular ? new WorkspaceTree.Blob(mode, walk.getObjectId(0)) : null;
    }
  }

  /** A walk over the direct entries of a stored folder; the caller closes it. */
  TreeWalk subtree(ObjectId folder) throws IOException {
    TreeWalk walk = new TreeWalk(repository);
    try {
      walk.addTree(folder);
      return walk;
    } catch (IOException | RuntimeException e) {
      walk.close();
      throw e;
    }
  }

  /** Files that objects are stored in; each commit adds some. */
  int packs() {
    return repository.getObjectDatabase() instanceof ObjectDirectory files
        ? files.getPacks().size()
        : 0;
  }

  Repository git() {
    return repository;
  }

  ObjectReader reader() {
    return repository.newObjectReader();
  }

  /** Writes one pack for all objects: a file and a flush to disk for each would take seconds. */
  ObjectInserter inserter() {
    return repository.getObjectDatabase() instanceof ObjectDirectory files
        ? files.newPackInserter()
        : repository.newObjectInserter();
  }

  @Override
  public void close() {
    repository.close();
  }

  private static void requireDone(RefUpdate.Result result, String name) throws IOException {
    switch (result) {
      case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> {}
      default -> throw new IOException("%s cannot be set: %s".formatted(name, result));
    }
  }
}
