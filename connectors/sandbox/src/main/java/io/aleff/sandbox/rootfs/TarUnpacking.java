package io.aleff.sandbox.rootfs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Takes a root file system out of a tar. What is made belongs to this process and cannot be written
 * by others; set-id bits, device nodes, pipes, what not everybody may read, and all folders that a
 * sandbox does not see are left out. An entry that would be outside of the folder, by its name or
 * through a link, ends it all.
 */
final class TarUnpacking {

  /** What a sandbox sees of a root file system; the rest it makes itself, or has no use for. */
  static final List<String> FOLDERS =
      List.of("usr", "bin", "sbin", "lib", "lib32", "lib64", "libx32", "etc", "opt", "var");

  private static final int FOLDER_BITS = 0755;
  private static final int FILE_BITS = 0555;
  private static final int EVERYBODY = 0005;

  private final Path root;
  private final Set<Path> folders = new HashSet<>();
  private final Set<Path> closed = new HashSet<>();
  private long entries;
  private long bytes;
  private long special;
  private long secret;
  private long setId;

  private TarUnpacking(Path root) {
    this.root = root;
    folders.add(root);
  }

  /**
   * What came of it.
   *
   * @param special device nodes and pipes that were left out
   * @param secret what not everybody could read, which was left out
   * @param setId files whose set-id bits were taken away
   */
  record Counts(long entries, long bytes, long special, long secret, long setId) {}

  /**
   * @param root an empty folder
   */
  static Counts unpack(InputStream tar, Path root) throws IOException {
    TarUnpacking unpacking = new TarUnpacking(root);
    TarArchiveInputStream in = new TarArchiveInputStream(tar, "UTF-8");
    for (TarArchiveEntry each = in.getNextEntry(); each != null; each = in.getNextEntry()) {
      unpacking.take(each, in);
    }
    return new Counts(
        unpacking.entries, unpacking.bytes, unpacking.special, unpacking.secret, unpacking.setId);
  }

  private void take(TarArchiveEntry entry, InputStream content) throws IOException {
    List<String> names = names(entry.getName());
    if (names.isEmpty() || !FOLDERS.contains(names.getFirst())) {
      return;
    }
    Path parent = parent(entry.getName(), names);
    Path path = inside(entry.getName(), parent, names.getLast());
    entries++;
    if (entry.isCharacterDevice() || entry.isBlockDevice() || entry.isFIFO()) {
      special++;
    } else if (closed.contains(parent) || isSecret(entry)) {
      secret++;
      if (entry.isDirectory()) {
        closed.add(path);
      }
    } else {
      make(entry, path, content);
    }
  }

  private void make(TarArchiveEntry entry, Path path, InputStream content) throws IOException {
    if (entry.isDirectory()) {
      folder(entry.getName(), path);
      if ((entry.getMode() & EVERYBODY) != EVERYBODY) {
        closed.add(path);
      }
      return;
    }
    Path target = entry.isLink() ? linked(entry) : path;
    replace(entry.getName(), path);
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
    } else if (entry.isLink()) {
      Files.createLink(path, target);
    } else {
      bytes += Files.copy(content, path);
      setId += (entry.getMode() & 06000) == 0 ? 0 : 1;
      mode(path, (entry.getMode() & FILE_BITS) | 0400);
      // Interpreters compare the age of what they have compiled.
      Files.setLastModifiedTime(path, FileTime.from(entry.getLastModifiedTime().toInstant()));
    }
  }

  /** As Aleff's own user a sandbox could read what the bits forbid to others. */
  private static boolean isSecret(TarArchiveEntry entry) {
    return !entry.isDirectory() && !entry.isSymbolicLink() && (entry.getMode() & 0004) == 0;
  }

  /** The names of a path; empty for the root itself. */
  private static List<String> names(String path) throws IOException {
    Deque<String> names = new ArrayDeque<>();
    for (String each : path.split("/", -1)) {
      if (each.equals("..") || path.startsWith("/")) {
        throw new IOException("The entry %s leaves the root file system.".formatted(path));
      }
      if (!each.isEmpty() && !each.equals(".")) {
        names.add(each);
      }
    }
    return List.copyOf(names);
  }

  /** The folder that an entry is made in; never behind a link. */
  private Path parent(String entry, List<String> names) throws IOException {
    Path at = root;
    for (String each : names.subList(0, names.size() - 1)) {
      Path above = at;
      at = inside(entry, at, each);
      if (closed.contains(above)) {
        closed.add(at);
      } else if (!folders.contains(at)) {
        folder(entry, at);
      }
    }
    return at;
  }

  private static Path inside(String entry, Path folder, String name) throws IOException {
    try {
      return folder.resolve(name);
    } catch (InvalidPathException e) {
      throw new IOException("The entry %s is no path.".formatted(entry), e);
    }
  }

  private void folder(String entry, Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectory(path);
      mode(path, FOLDER_BITS);
    } else if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("The entry %s goes through a link or a file.".formatted(entry));
    }
    folders.add(path);
  }

  private Path linked(TarArchiveEntry entry) throws IOException {
    List<String> names = names(entry.getLinkName());
    Path target = root;
    for (String each : names) {
      target = inside(entry.getName(), target, each);
      if (Files.isSymbolicLink(target)) {
        throw new IOException("The entry %s goes through a link.".formatted(entry.getName()));
      }
    }
    if (!Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(
          "The entry %s is a link to %s, which is no file."
              .formatted(entry.getName(), entry.getLinkName()));
    }
    return target;
  }

  /** A later entry of the same name counts. */
  private static void replace(String entry, Path path) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("The entry %s is a folder already.".formatted(entry));
    }
    Files.deleteIfExists(path);
  }

  static void mode(Path path, int bits) throws IOException {
    Files.setAttribute(path, "unix:mode", bits);
  }
}
