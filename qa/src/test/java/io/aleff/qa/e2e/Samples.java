package io.aleff.qa.e2e;

import java.nio.file.Files;
import java.nio.file.Path;

/** Files of the checkout that tests send. */
final class Samples {

  private Samples() {}

  /** The orders that ship with Aleff. */
  static Path sales() {
    return root().resolve("samples/sales.csv");
  }

  static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("samples/sales.csv"))) {
      Path parent = folder.getParent();
      if (parent == null) {
        throw new IllegalStateException(
            "No samples/sales.csv above " + Path.of("").toAbsolutePath());
      }
      folder = parent;
    }
    return folder;
  }
}
