package io.aleff.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A workspace that is gone when it is closed, whatever a program has left in it. */
public record TemporaryFolder(Path path) implements AutoCloseable {

  public static TemporaryFolder create(String prefix) throws IOException {
    return new TemporaryFolder(Files.createTempDirectory(prefix));
  }

  @Override
  public void close() throws IOException {
    FileTrees.delete(path);
  }
}
