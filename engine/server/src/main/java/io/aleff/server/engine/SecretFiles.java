package io.aleff.server.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Secrets of connectors, a file for each in one folder; what is around the text is cut off.
 *
 * @param folder need not exist
 */
record SecretFiles(Path folder) {

  /** All of them, by name. */
  Map<String, String> all() {
    if (!Files.isDirectory(folder)) {
      return Map.of();
    }
    Map<String, String> all = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      files
          .map(file -> file.getFileName() + "")
          .forEach(name -> find(name).ifPresent(value -> all.put(name, value)));
    } catch (IOException e) {
      throw new UncheckedIOException("The folder of secrets cannot be read.", e);
    }
    return all;
  }

  /** Empty when there is no such secret. */
  Optional<String> find(String name) {
    Path file = folder.resolve(name);
    if (!name.matches("[A-Za-z0-9_.-]+") || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readString(file).strip());
    } catch (IOException e) {
      throw new UncheckedIOException("The secret " + name + " cannot be read.", e);
    }
  }
}
