package io.aleff.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Sums up a workspace while its sandbox runs. It only adds sizes and opens no file, so a folder
 * that is swapped under it can make it miscount, nothing else.
 */
final class DiskWatch {

  private final Path workspace;
  private final long bytesAllowed;
  private final int filesAllowed;

  DiskWatch(Path workspace, SandboxLimits limits) {
    this.workspace = workspace;
    this.bytesAllowed = SandboxLimits.megabytes(limits.diskMb());
    this.filesAllowed = limits.files();
  }

  boolean isOver() {
    Sum sum = new Sum();
    try {
      Files.walkFileTree(workspace, sum);
    } catch (IOException | UncheckedIOException changedMeanwhile) {
      return sum.isOver();
    }
    return sum.isOver();
  }

  private final class Sum extends SimpleFileVisitor<Path> {
    private long bytes;
    private int files;

    boolean isOver() {
      return bytes > bytesAllowed || files > filesAllowed;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      files++;
      return FileTrees.isTooDeep(folder, folder.getNameCount() - workspace.getNameCount())
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      files++;
      bytes += attributes.isRegularFile() ? FileTrees.space(attributes.size()) : 0;
      return isOver() ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException gone) {
      return FileVisitResult.CONTINUE;
    }
  }
}
