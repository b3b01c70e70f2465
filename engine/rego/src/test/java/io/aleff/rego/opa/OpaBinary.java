package io.aleff.rego.opa;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A real {@code opa}, where this machine has one. */
final class OpaBinary {

  private final Path path;

  private OpaBinary(Path path) {
    this.path = path;
  }

  /** From {@code -Daleff.opa}, {@code ALEFF_OPA} or the path; null when there is none. */
  static @Nullable OpaBinary find() {
    String given = System.getProperty("aleff.opa", System.getenv("ALEFF_OPA"));
    if (given != null) {
      return new OpaBinary(Path.of(given));
    }
    for (String directory : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      Path candidate = Path.of(directory, "opa");
      if (!directory.isEmpty() && Files.isExecutable(candidate)) {
        return new OpaBinary(candidate);
      }
    }
    return null;
  }

  /** What it printed; errors of Rego are part of its JSON. */
  String run(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(path.toString()));
    command.addAll(arguments);
    Path out = Files.createTempFile("opa", ".json");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (!process.waitFor(120, TimeUnit.SECONDS)) {
        throw new IOException("opa did not finish");
      }
      return Files.readString(out);
    } finally {
      process.destroyForcibly();
      Files.delete(out);
    }
  }
}
