package io.aleff.connector.standard;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes files of a step's workspace by relative path. A path that leaves the workspace,
 * or goes through a symbolic link, is refused: code of an earlier step may have put the link there.
 */
public final class WorkspaceFiles {

  private final Path root;

  public WorkspaceFiles(Path root) {
    this.root = root;
  }

  /** A file that was read, or why it was not. */
  public sealed interface Reading {

    /**
     * @param bytes all of it
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Content(byte[] bytes) implements Reading {}

    record Refused(String reason) implements Reading {}
  }

  public Reading read(String path, long limit) {
    Optional<String> problem = check(path);
    if (problem.isPresent()) {
      return new Reading.Refused(problem.get());
    }
    Path file = root.resolve(path);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return new Reading.Refused("%s is not a file of the workspace.".formatted(path));
    }
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      byte[] bytes = in.readNBytes((int) Math.min(limit + 1, Integer.MAX_VALUE - 16));
      return bytes.length > limit
          ? new Reading.Refused("%s has more than %d bytes.".formatted(path, limit))
          : new Reading.Content(bytes);
    } catch (IOException e) {
      return new Reading.Refused("%s cannot be read: %s".formatted(path, e.getMessage()));
    }
  }

  /** Why a path cannot be written or read; empty when it can. */
  public Optional<String> check(String path) {
    if (path.isEmpty() || path.length() > 1_000 || path.indexOf('\\') >= 0) {
      return Optional.of("%s is not a plain relative path.".formatted(path));
    }
    Path current = root;
    for (String part : path.split("/", -1)) {
      if (!isPlain(part)) {
        return Optional.of("%s is not a plain relative path.".formatted(path));
      }
      current = current.resolve(part);
      if (Files.isSymbolicLink(current)) {
        return Optional.of(
            "%s goes through the symbolic link %s.".formatted(path, root.relativize(current)));
      }
    }
    return Optional.empty();
  }

  /** Writes a file whole or not at all; {@link #check} has found nothing. */
  public void write(String path, byte[] bytes) throws IOException {
    Optional<String> problem = check(path);
    if (problem.isPresent()) {
      throw new IOException(problem.get());
    }
    Path file = root.resolve(path);
    @Nullable Path parent = file.getParent();
    if (parent == null) {
      throw new IOException("%s has no folder.".formatted(path));
    }
    Files.createDirectories(parent);
    Path partial = Files.createTempFile(parent, ".partial-", "");
    try {
      Files.write(partial, bytes);
      Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  private static boolean isPlain(String part) {
    return !part.isEmpty()
        && !part.equals(".")
        && !part.equals("..")
        && !part.equalsIgnoreCase(".git")
        && part.length() <= 200
        && part.chars().noneMatch(Character::isISOControl);
  }
}
