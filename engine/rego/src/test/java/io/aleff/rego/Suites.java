package io.aleff.rego;

import io.aleff.rego.conformance.ConformanceCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
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

  /** All cases below a folder, in order of their files. */
  public static List<ConformanceCase> cases(Path folder) throws IOException {
    List<ConformanceCase> cases = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".yaml")).sorted().toList()) {
        String name = folder.relativize(file).toString();
        cases.addAll(ConformanceCase.of(name, Files.readString(file)));
      }
    }
    return cases;
  }
}
