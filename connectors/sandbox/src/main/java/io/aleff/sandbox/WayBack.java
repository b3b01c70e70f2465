package io.aleff.sandbox;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a workspace may be copied to where it is kept. Runs only while no process of the sandbox
 * lives.
 */
public final class WayBack {

  private WayBack() {}

  /**
   * Counts without opening a file; a file of several names counts once for each, and a sparse file
   * with its holes, as in a copy.
   *
   * @return what is over the limits {@code outMb} or {@code files}, or too deep; empty when nothing
   * @throws IOException when something cannot be looked at, and so must not be copied either
   */
  public static Optional<String> refusal(Path workspace, SandboxLimits limits) throws IOException {
    Sum sum = new Sum(limits);
    Files.walkFileTree(workspace, sum);
    return Optional.ofNullable(sum.over);
  }

  private static final class Sum extends SimpleFileVisitor<Path> {
    private final SandboxLimits limits;
    private long bytes;
    private long files;
    private int depth;
    private @Nullable String over;

    Sum(SandboxLimits limits) {
      this.limits = limits;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      if (FileTrees.isTooDeep(folder, depth)) {
        over = "The folders of the workspace are too deep to be counted.";
        return FileVisitResult.TERMINATE;
      }
      depth++;
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException problem)
        throws IOException {
      depth--;
      return super.postVisitDirectory(folder, problem);
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      files++;
      bytes += attributes.isRegularFile() ? FileTrees.space(attributes.size()) : 0;
      if (files > limits.files()) {
        over = "The workspace has more than %d files (files).".formatted(limits.files());
      } else if (bytes < 0 || bytes > SandboxLimits.megabytes(limits.outMb())) {
        over =
            "The workspace has more than %d MB (outMb), holes of sparse files included."
                .formatted(limits.outMb());
      }
      return over == null ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
    }
  }
}
