package io.aleff.sandbox.rootfs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Digests of everything below a folder: of what it says, or of when it was last changed. */
final class TreeDigest {

  private static final int BUFFER = 1 << 16;

  private final Path root;
  private final boolean contents;
  private final MessageDigest digest = sha256();

  private TreeDigest(Path root, boolean contents) {
    this.root = root;
    this.contents = contents;
  }

  /** Of names, kinds, permissions and contents: the same for every copy. */
  static String ofContents(Path root) throws IOException {
    return new TreeDigest(root, true).all();
  }

  /**
   * Of names, kinds, permissions, owners and the kernel's times of change, which nobody but root
   * can set: fast, and the same for as long as nothing is written.
   */
  static String ofState(Path root) throws IOException {
    return new TreeDigest(root, false).all();
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256.", e);
    }
  }

  /** {@code sha256:} and 64 digits. */
  static String print(MessageDigest digest) {
    return "sha256:" + HexFormat.of().formatHex(digest.digest());
  }

  private String all() throws IOException {
    visit(root);
    return print(digest);
  }

  private void visit(Path path) throws IOException {
    Map<String, Object> now =
        Files.readAttributes(
            path,
            contents ? "unix:mode,size" : "unix:mode,size,uid,gid,ino,ctime",
            LinkOption.NOFOLLOW_LINKS);
    add(root.relativize(path).toString());
    add(String.valueOf(now.get("mode")));
    if (!contents) {
      add("%s %s %s".formatted(now.get("uid"), now.get("gid"), now.get("ino")));
      add(String.valueOf(now.get("ctime")));
    }
    if (Files.isSymbolicLink(path)) {
      add(Files.readSymbolicLink(path).toString());
    } else if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      for (Path each : entries(path)) {
        visit(each);
      }
      add("/");
    } else {
      add(String.valueOf(now.get("size")));
      if (contents && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
        content(path);
      }
    }
  }

  private static List<Path> entries(Path folder) throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> listed = Files.newDirectoryStream(folder)) {
      listed.forEach(entries::add);
    }
    entries.sort(null);
    return entries;
  }

  private void content(Path file) throws IOException {
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
  }

  /** Neither a path nor a target of a link has a NUL, so no two trees give the same text. */
  private void add(String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }
}
