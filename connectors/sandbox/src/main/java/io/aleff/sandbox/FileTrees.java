package io.aleff.sandbox;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Removes folders that untrusted code has filled. */
final class FileTrees {

  private static final int DEEPEST = 64;
  private static final long BLOCK = 4_096;

  /** In letters, so that the path stays under the kernel's 4,096 bytes in any script. */
  private static final int LONGEST_PATH = 1_200;

  private FileTrees() {}

  /**
   * What a file counts for: its size with its holes, in whole blocks. No less is taken on the disk,
   * because the system call filter denies space beyond the end of a file.
   *
   * @param size in bytes
   */
  static long space(long size) {
    return size > Long.MAX_VALUE - BLOCK ? size : (size + BLOCK - 1) / BLOCK * BLOCK;
  }

  /** Whether a folder is too far down for its entries to be handled by their path. */
  static boolean isTooDeep(Path folder, int depth) {
    return depth >= DEEPEST || folder.toString().length() > LONGEST_PATH;
  }

  /** Deletes a file or folder, never following a symbolic link; nothing there is fine. */
  static void delete(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!deleteShallow(path, 0)) {
      deleteByProgram(path);
    }
  }

  /** False when the tree is deeper than path names can be; the rest is left. */
  private static boolean deleteShallow(Path path, int depth) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      if (isTooDeep(path, depth)) {
        return false;
      }
      boolean all = true;
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
        for (Path each : entries) {
          all &= deleteShallow(each, depth + 1);
        }
      }
      if (!all) {
        return false;
      }
    }
    Files.deleteIfExists(path);
    return true;
  }

  /** rm walks by open folders, so that no depth is too much for it. */
  private static void deleteByProgram(Path path) throws IOException {
    Process rm =
        new ProcessBuilder("/bin/rm", "-rf", "--one-file-system", "--", path.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (!rm.waitFor(60, TimeUnit.SECONDS)) {
        rm.destroyForcibly();
      }
    } catch (InterruptedException e) {
      rm.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(path + " cannot be deleted.");
    }
  }
}
