package io.aleff.server.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What {@code postmaster.pid} says about the server process of a data directory.
 *
 * @param port TCP port on 127.0.0.1
 */
record Postmaster(long pid, int port) {

  /**
   * Empty when there is no such file, or its process is dead, or is not a PostgreSQL of {@code
   * data}.
   */
  static Optional<Postmaster> running(Path data) throws IOException {
    Path file = data.resolve("postmaster.pid");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(file);
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    long pid = Long.parseLong(lines.getFirst().strip());
    int port = lines.size() > 3 ? Integer.parseInt(lines.get(3).strip()) : 0;
    return isPostgres(pid, data) ? Optional.of(new Postmaster(pid, port)) : Optional.empty();
  }

  /** A dead process that nobody has buried yet does not count. */
  boolean alive(Path data) throws IOException {
    return isPostgres(pid, data);
  }

  /** Process ids are reused, so the command line must name the program and the data directory. */
  private static boolean isPostgres(long pid, Path data) throws IOException {
    Path commandLine = Path.of("/proc", Long.toString(pid), "cmdline");
    if (!Files.isReadable(commandLine)) {
      return false;
    }
    List<String> words = List.of(Files.readString(commandLine).split("\0"));
    return words.getFirst().endsWith("postgres") && words.contains(data.toString());
  }
}
