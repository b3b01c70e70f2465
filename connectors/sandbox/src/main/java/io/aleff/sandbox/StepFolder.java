package io.aleff.sandbox;

import io.aleff.definition.DeniedFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;

/** The private folder of a step: laid out from a tree, and read back into one. */
final class StepFolder {

  private final Path folder;
  private final Quota quota;
  private final DeniedFiles denied;
  private final SortedMap<String, WorkspaceTree.Blob> found = new TreeMap<>();
  private final SortedMap<String, String> secrets = new TreeMap<>();

  StepFolder(Path folder, Quota quota, DeniedFiles denied) {
    this.folder = folder;
    this.quota = quota;
    this.denied = denied;
  }

  /** Writes all files of a tree into the folder, which must not exist yet. */
  static void layOut(Path folder, WorkspaceTree tree, Contents contents) throws IOException {
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
      write(folder.resolve(path), each.getValue(), contents);
    }
  }

  /** Reads the folder; new content is stored. */
  WorkspaceTree read(WorkspaceTree base, Contents contents, ObjectInserter inserter)
      throws IOException, RefusedException {
    FolderWalk.over(
        folder,
        new FolderWalk.Visitor() {
          @Override
          public void link(String path, byte[] target) throws IOException, RefusedException {
            ObjectId id = inserter.insert(Constants.OBJ_BLOB, target);
            add(path, new WorkspaceTree.Blob(FileMode.SYMLINK, id), target.length, base);
          }

          @Override
          public void file(String path, Path file, FileMode mode, long size)
              throws IOException, RefusedException {
            quota.checkFile(path, size);
            ObjectId id = id(file, path, size, base, contents, inserter);
            add(path, new WorkspaceTree.Blob(mode, id), size, base);
          }
        });
    if (!secrets.isEmpty()) {
      throw new RefusedException("workspace-secret", secretsFound());
    }
    return new WorkspaceTree(found);
  }

  private static void write(Path file, WorkspaceTree.Blob blob, Contents contents)
      throws IOException {
    if (blob.mode().equals(FileMode.SYMLINK)) {
      try (InputStream target = contents.open(blob)) {
        String text = new String(target.readAllBytes(), StandardCharsets.UTF_8);
        Files.createSymbolicLink(file, Path.of(text));
      }
      return;
    }
    try (var out =
        Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      contents.copy(blob, out);
    }
    if (blob.mode().equals(FileMode.EXECUTABLE_FILE)) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  /** The id of the stored content; content that the base has is not stored again. */
  private ObjectId id(
      Path file,
      String path,
      long size,
      WorkspaceTree base,
      Contents contents,
      ObjectInserter inserter)
      throws IOException, RefusedException {
    WorkspaceTree.Blob before = base.files().get(path);
    if (before != null && contents.isSame(before, file, size)) {
      return before.id();
    }
    quota.checkNew(size);
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      return contents.store(in, size, inserter);
    }
  }

  private void add(String path, WorkspaceTree.Blob blob, long size, WorkspaceTree base)
      throws RefusedException {
    found.put(path, blob);
    quota.add(size);
    String pattern = blob.equals(base.files().get(path)) ? null : denied.pattern(path);
    if (pattern != null) {
      secrets.put(path, pattern);
    }
  }

  private String secretsFound() {
    String files =
        secrets.entrySet().stream()
            .limit(5)
            .map(each -> each.getKey() + " (" + each.getValue() + ")")
            .collect(Collectors.joining(", "));
    return "It left %d files that may hold secrets, which are never kept: %s%s."
        .formatted(secrets.size(), files, secrets.size() > 5 ? ", …" : "");
  }
}
