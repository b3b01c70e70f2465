package io.aleff.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Compares with {@code golden/NAME.txt}; {@code ALEFF_GOLDEN_UPDATE=true} writes it anew. */
public final class Golden {

  private static final Path FOLDER = Path.of("src/test/resources/golden");

  private Golden() {}

  public static void check(String name, String actual) {
    Path file = FOLDER.resolve(name + ".txt");
    try {
      if ("true".equals(System.getenv("ALEFF_GOLDEN_UPDATE"))) {
        Files.writeString(file, actual);
      }
      assertThat(actual).isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
