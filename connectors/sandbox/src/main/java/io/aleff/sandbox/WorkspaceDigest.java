package io.aleff.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;

/**
 * SHA-256 over every file of a workspace, in hexadecimal: for each path in order {@code <mode>
 * <SHA-256 of the content> <path>} and a zero byte. Git's own names do not serve: they are SHA-1,
 * and nothing compares them with the bytes when an object is read.
 *
 * <p>The digests of stored contents are remembered. That can only make a decision stricter: what
 * runs is always read from the disk.
 */
final class WorkspaceDigest {

  private static final int REMEMBERED = 20_000;

  private final Map<ObjectId, String> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ObjectId, String> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** Of a stored tree. */
  String of(WorkspaceTree tree, Contents contents) throws IOException {
    SortedMap<String, String> lines = new TreeMap<>();
    for (var file : tree.files().entrySet()) {
      WorkspaceTree.Blob blob = file.getValue();
      lines.put(file.getKey(), line(blob.mode(), content(blob, contents)));
    }
    return over(lines);
  }

  /** Of a folder as it is on the disk now. */
  static String of(Path folder) throws IOException {
    SortedMap<String, String> lines = new TreeMap<>();
    try {
      FolderWalk.over(
          folder,
          new FolderWalk.Visitor() {
            @Override
            public void link(String path, byte[] target) {
              lines.put(path, line(FileMode.SYMLINK, Digests.hex(Digests.sha256().digest(target))));
            }

            @Override
            public void file(String path, Path file, FileMode mode, long size) throws IOException {
              try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                lines.put(path, line(mode, hash(in)));
              }
            }
          });
    } catch (RefusedException e) {
      throw new IOException(e.getMessage(), e);
    }
    return over(lines);
  }

  private String content(WorkspaceTree.Blob blob, Contents contents) throws IOException {
    synchronized (known) {
      String digest = known.get(blob.id());
      if (digest != null) {
        return digest;
      }
    }
    String digest = hashed(blob, contents);
    synchronized (known) {
      known.put(blob.id().copy(), digest);
    }
    return digest;
  }

  /** A file by reference is not read: whoever lays it out compares it with this digest. */
  private static String hashed(WorkspaceTree.Blob blob, Contents contents) throws IOException {
    LargeFiles.Pointer pointer = contents.pointer(blob);
    if (pointer != null) {
      return pointer.sha256();
    }
    try (InputStream in = contents.open(blob)) {
      return hash(in);
    }
  }

  private static String hash(InputStream in) throws IOException {
    return Digests.hex(Digests.over(in, Digests.sha256()));
  }

  private static String line(FileMode mode, String content) {
    return Integer.toOctalString(mode.getBits()) + " " + content + " ";
  }

  private static String over(SortedMap<String, String> lines) {
    MessageDigest digest = Digests.sha256();
    lines.forEach(
        (path, line) -> digest.update((line + path + "\0").getBytes(StandardCharsets.UTF_8)));
    return Digests.hex(digest.digest());
  }
}
