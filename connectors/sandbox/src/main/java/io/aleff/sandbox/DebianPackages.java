package io.aleff.sandbox;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a root file system is made of.
 *
 * @param suite Debian release
 * @param more packages beside those of the default profiles
 * @param mirror where packages come from; null for that of mmdebstrap
 */
public record DebianPackages(String suite, List<String> more, @Nullable String mirror) {

  private static final List<String> PACKAGES = List.of("python3", "nodejs", "bash");
  private static final Pattern PACKAGE = Pattern.compile("[a-z0-9][a-z0-9+.-]{1,60}");
  private static final Pattern SUITE = Pattern.compile("[a-z][a-z0-9-]{1,30}");

  public DebianPackages {
    more = List.copyOf(more);
  }

  /**
   * Builds a root file system with mmdebstrap.
   *
   * @param tar where to; its name ends in {@code .tar}
   * @param progress takes what mmdebstrap says, a line each
   * @throws IOException when a program is missing or fails; the message is for the operator
   */
  void build(Path tar, Consumer<String> progress) throws IOException, InterruptedException {
    Set<String> packages = new LinkedHashSet<>(PACKAGES);
    packages.addAll(more);
    for (String each : packages) {
      if (!PACKAGE.matcher(each).matches()) {
        throw new IOException("%s is no name of a package.".formatted(each));
      }
    }
    if (!SUITE.matcher(suite).matches()) {
      throw new IOException("%s is no name of a Debian release.".formatted(suite));
    }
    String program =
        HostTools.system()
            .find("mmdebstrap")
            .map(Path::toString)
            .orElseThrow(
                () -> new IOException("mmdebstrap is missing: apt-get install mmdebstrap."));
    List<String> command = new ArrayList<>(List.of(program, "--variant=minbase"));
    command.add("--include=" + String.join(",", packages));
    command.add(suite);
    command.add(tar.toString());
    if (mirror != null) {
      command.add(mirror);
    }
    run(command, progress);
  }

  private static void run(List<String> command, Consumer<String> progress)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"))
            .start();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      lines.lines().filter(line -> line.matches("[IWE]: .*")).forEach(progress);
    }
    if (process.waitFor() != 0) {
      throw new IOException("mmdebstrap failed; what it said is above.");
    }
  }
}
