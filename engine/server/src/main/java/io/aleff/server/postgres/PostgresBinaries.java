package io.aleff.server.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.jspecify.annotations.Nullable;

/** The PostgreSQL programs from the class path, unpacked once per version. */
final class PostgresBinaries {

  private PostgresBinaries() {}

  /**
   * Unpacks below {@code base} unless that was done before; a half-unpacked folder is never used.
   *
   * @return the folder with {@code bin/postgres}
   */
  static Path unpack(Path base) throws IOException {
    Path ready = base.resolve("binaries-" + version());
    if (Files.isExecutable(ready.resolve("bin/postgres"))) {
      return ready;
    }
    Path partial = base.resolve("binaries.partial");
    deleteTree(partial);
    deleteTree(ready);
    Files.createDirectories(partial);
    try (InputStream archive = resource()) {
      unpack(archive, partial);
    }
    Files.move(partial, ready, StandardCopyOption.ATOMIC_MOVE);
    return ready;
  }

  private static String version() throws IOException {
    try (InputStream archive = resource()) {
      // The head of the archive names the build well enough, and hashing 15 MB at each start is not
      // needed: xz stores the block sizes there.
      return Integer.toHexString(java.util.Arrays.hashCode(archive.readNBytes(65_536)));
    }
  }

  private static InputStream resource() throws IOException {
    String name = "/postgres-linux-" + architecture() + ".txz";
    @Nullable InputStream in = PostgresBinaries.class.getResourceAsStream(name);
    if (in == null) {
      throw new IOException(
          "No PostgreSQL for this machine (looked for "
              + name
              + "). Set aleff.database.url to an external PostgreSQL.");
    }
    return new BufferedInputStream(in, 1 << 16);
  }

  private static String architecture() {
    String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    return switch (arch) {
      case "amd64", "x86_64" -> "x86_64";
      case "aarch64", "arm64" -> "arm_64";
      default -> arch;
    };
  }

  private static void unpack(InputStream archive, Path target) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZCompressorInputStream(archive))) {
      for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
        Path file = target.resolve(e.getName()).normalize();
        if (!file.startsWith(target)) {
          throw new IOException("Archive entry outside of its folder: " + e.getName());
        }
        write(tar, e, file);
      }
    }
  }

  private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path file)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(file);
      return;
    }
    Files.createDirectories(file.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
    } else {
      Files.copy(tar, file, StandardCopyOption.REPLACE_EXISTING);
      Set<PosixFilePermission> mode =
          PosixFilePermissions.fromString(
              (entry.getMode() & 0100) != 0 ? "rwxr-xr-x" : "rw-r--r--");
      Files.setPosixFilePermissions(file, mode);
    }
  }

  static void deleteTree(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes a) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException e)
              throws IOException {
            Files.delete(dir);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
