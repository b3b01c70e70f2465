package io.aleff.rego;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the public test suites are. */
public final class Suites {

  private Suites() {}

  /** The folder of the conformance cases; null when this machine has none. */
  public static @Nullable Path rego() {
    String given = System.getProperty("aleff.suites", System.getenv("ALEFF_SUITES"));
    if (given != null) {
      return Path.of(given, "rego");
    }
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path suites = at.resolve("shared/suites/rego");
      if (Files.isDirectory(suites)) {
        return suites;
      }
    }
    return null;
  }
}
