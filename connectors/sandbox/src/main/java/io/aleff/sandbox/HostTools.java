package io.aleff.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the programs a sandbox is built from are.
 *
 * @param directories looked through in this order
 */
record HostTools(List<Path> directories) {

  /** Programs that are needed only to step down from root. */
  private static final List<String> FOR_ROOT = List.of("setpriv", "unshare", "mount");

  static HostTools system() {
    return new HostTools(
        List.of(
            Path.of("/usr/bin"),
            Path.of("/bin"),
            Path.of("/usr/sbin"),
            Path.of("/sbin"),
            Path.of("/usr/local/bin")));
  }

  Optional<Path> find(String program) {
    return directories.stream()
        .map(each -> each.resolve(program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** The program's path; the caller has seen {@link #missing} empty. */
  String path(String program) {
    return find(program)
        .map(Path::toString)
        .orElseThrow(() -> new IllegalStateException(program + " is not installed."));
  }

  boolean exists(String path) {
    return Files.isExecutable(Path.of(path));
  }

  /** What has to be installed before any sandbox can start, as sentences for the operator. */
  List<String> missing(boolean root) {
    List<String> sentences = new ArrayList<>();
    if (find("bwrap").isEmpty()) {
      sentences.add("bubblewrap is missing: apt-get install bubblewrap.");
    }
    if (find("prlimit").isEmpty()) {
      sentences.add("prlimit is missing: apt-get install util-linux.");
    }
    if (root) {
      for (String program : FOR_ROOT) {
        if (find(program).isEmpty()) {
          sentences.add(program + " is missing: apt-get install util-linux mount.");
        }
      }
    }
    return sentences;
  }

  /** Languages that cannot run, as sentences; the others still can. */
  List<String> missingLanguages() {
    List<String> sentences = new ArrayList<>();
    for (Language each : Language.values()) {
      if (each.interpreter(this).isEmpty()) {
        sentences.add(
            "%s steps cannot run: apt-get install %s."
                .formatted(each.operation(), each.debianPackage()));
      }
    }
    return sentences;
  }
}
