package io.aleff.definition;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** Reads a folder of definitions. */
final class BundleDirectory {

  private BundleDirectory() {}

  static DefinitionBundle.Reading read(Path directory, BundleLimits limits) throws IOException {
    BundleCollector collector = new BundleCollector(limits);
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            return !dir.equals(directory) && BundlePaths.ignored(relative(directory, dir))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            return visit(directory, file, attributes, collector)
                ? FileVisitResult.CONTINUE
                : FileVisitResult.TERMINATE;
          }
        });
    return collector.finish();
  }

  private static boolean visit(
      Path directory, Path file, BasicFileAttributes attributes, BundleCollector collector)
      throws IOException {
    String path = relative(directory, file);
    if (BundlePaths.ignored(path)) {
      return true;
    }
    if (!attributes.isRegularFile()) {
      collector.link(path);
      return true;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return collector.add(path, in.readNBytes(collector.room()));
    }
  }

  private static String relative(Path directory, Path file) {
    return directory.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
  }
}
