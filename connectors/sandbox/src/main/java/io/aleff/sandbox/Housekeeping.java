package io.aleff.sandbox;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.internal.storage.file.GC;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.ObjectWalk;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.storage.pack.PackConfig;

/**
 * Keeps a repository small: every commit adds packs, which are put together again, and what no
 * checkpoint needs is removed. Runs only while the run's lock is held, so that nothing that was
 * just stored is taken for unneeded.
 */
final class Housekeeping {

  private final RunRepository repository;
  private final LargeFiles large;

  Housekeeping(RunRepository repository, LargeFiles large) {
    this.repository = repository;
    this.large = large;
  }

  /** One or two packs, no unreferenced object, no unreferenced large file. */
  void tidy() throws IOException {
    if (repository.git() instanceof FileRepository files) {
      files.getConfig().setString("gc", null, "pruneExpire", "now");
      GC gc = new GC(files);
      gc.setPackConfig(packing(files));
      Instant all = Instant.now().plus(Duration.ofDays(1));
      gc.setExpire(all);
      gc.setPackExpire(all);
      try {
        gc.repack();
        gc.prune(Set.of());
      } catch (ParseException e) {
        throw new IOException("The configuration of the repository is not readable.", e);
      }
    }
    large.keepOnly(pointers());
  }

  /**
   * Contents are copied as they are: looking for differences between them costs more than it saves.
   */
  private static PackConfig packing(FileRepository files) {
    PackConfig config = new PackConfig(files);
    config.setDeltaCompress(false);
    config.setBuildBitmaps(false);
    config.setThreads(1);
    return config;
  }

  private Set<LargeFiles.Pointer> pointers() throws IOException {
    Repository git = repository.git();
    Set<LargeFiles.Pointer> found = new HashSet<>();
    try (ObjectWalk walk = new ObjectWalk(git);
        Contents contents = new Contents(git.newObjectReader(), large, 0)) {
      ObjectReader reader = contents.reader();
      for (Ref ref : git.getRefDatabase().getRefs()) {
        if (ref.getObjectId() != null) {
          walk.markStart(walk.parseAny(ref.getObjectId()));
        }
      }
      while (walk.next() != null) {
        // Objects come after all commits.
      }
      for (RevObject each = walk.nextObject(); each != null; each = walk.nextObject()) {
        if (each.getType() == Constants.OBJ_BLOB
            && reader.getObjectSize(each, Constants.OBJ_BLOB) == LargeFiles.POINTER_LENGTH) {
          LargeFiles.Pointer pointer =
              contents.pointer(new WorkspaceTree.Blob(FileMode.REGULAR_FILE, each.copy()));
          if (pointer != null) {
            found.add(pointer);
          }
        }
      }
    }
    return found;
  }

  /** Bytes of all files below a folder; 0 when it is not there. */
  static long bytes(Path folder) throws IOException {
    AtomicLong sum = new AtomicLong();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            sum.addAndGet(attributes.size());
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }
        });
    return sum.get();
  }
}
