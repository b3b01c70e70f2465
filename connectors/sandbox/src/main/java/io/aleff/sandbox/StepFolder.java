package io.aleff.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;

/** The private folder of a step: laid out from a tree, and read back into one. */
final class StepFolder {

  private final Path folder;
  private final WorkspaceLimits limits;
  private final SortedMap<String, WorkspaceTree.Blob> found = new TreeMap<>();
  private long total;

  StepFolder(Path folder, WorkspaceLimits limits) {
    this.folder = folder;
    this.limits = limits;
  }

  /** The folder holds something that must not be committed; the message is for people. */
  static final class RefusedException extends Exception {
    RefusedException(String message) {
      super(message);
    }
  }

  /** Writes all files of a tree into the folder, which must not exist yet. */
  void layOut(WorkspaceTree tree, ObjectReader reader) throws IOException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    String last = "";
    for (var each : tree.files().entrySet()) {
      String path = each.getKey();
      String parent = path.substring(0, Math.max(0, path.lastIndexOf('/')));
      if (!last.equals(parent)) {
        last = parent;
        Files.createDirectories(folder.resolve(parent));
      }
      Path file = folder.resolve(path);
      write(file, each.getValue(), reader);
    }
  }

  /** Reads the folder; new content is stored. */
  WorkspaceTree read(WorkspaceTree base, ObjectInserter inserter)
      throws IOException, RefusedException {
    FolderWalk.over(
        folder,
        new FolderWalk.Visitor() {
          @Override
          public void link(String path, byte[] target) throws IOException, RefusedException {
            ObjectId id = inserter.insert(Constants.OBJ_BLOB, target);
            add(path, new WorkspaceTree.Blob(FileMode.SYMLINK, id), target.length);
          }

          @Override
          public void file(String path, Path file, FileMode mode, long size)
              throws IOException, RefusedException {
            addFile(file, path, mode, size, base, inserter);
          }
        });
    return new WorkspaceTree(found);
  }

  private static void write(Path file, WorkspaceTree.Blob blob, ObjectReader reader)
      throws IOException {
    if (blob.mode().equals(FileMode.SYMLINK)) {
      String target = new String(reader.open(blob.id()).getBytes(), StandardCharsets.UTF_8);
      Files.createSymbolicLink(file, Path.of(target));
      return;
    }
    try (var out =
        Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      reader.open(blob.id()).copyTo(out);
    }
    if (blob.mode().equals(FileMode.EXECUTABLE_FILE)) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  private void addFile(
      Path file, String path, FileMode mode, long size, WorkspaceTree base, ObjectInserter inserter)
      throws IOException, RefusedException {
    if (size > limits.fileBytes()) {
      throw new RefusedException(
          "%s has %d bytes, more than %d.".formatted(path, size, limits.fileBytes()));
    }
    ObjectId id = hash(file, size);
    WorkspaceTree.Blob before = base.files().get(path);
    if (before == null || !before.id().equals(id)) {
      try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
        id = inserter.insert(Constants.OBJ_BLOB, size, in);
      }
    }
    add(path, new WorkspaceTree.Blob(mode, id), size);
  }

  private void add(String path, WorkspaceTree.Blob blob, long size) throws RefusedException {
    found.put(path, blob);
    total += size;
    if (found.size() > limits.files()) {
      throw new RefusedException("The workspace has more than %d files.".formatted(limits.files()));
    }
    if (total > limits.totalBytes()) {
      throw new RefusedException(
          "The workspace has more than %d bytes.".formatted(limits.totalBytes()));
    }
  }

  /** Git's name of a file's content, computed with the JDK's digest, which is much the faster. */
  private static ObjectId hash(Path file, long size) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      digest.update(("blob " + size + "\0").getBytes(StandardCharsets.US_ASCII));
      byte[] buffer = new byte[64 * 1024];
      try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          digest.update(buffer, 0, read);
        }
      }
      return ObjectId.fromRaw(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-1.", e);
    }
  }
}
