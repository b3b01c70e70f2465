package io.aleff.sandbox;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Where the programs a sandbox is built from are.
 *
 * @param directories looked through in this order
 */
record HostTools(List<Path> directories) {

  /** Programs that are needed only to step down from root. */
  private static final List<String> FOR_ROOT = List.of("unshare", "mount");

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

  /** What has to be installed before any sandbox can start, as sentences for the operator. */
  List<String> missing(boolean root) {
    List<String> sentences = new ArrayList<>();
    if (find("bwrap").isEmpty()) {
      sentences.add("bubblewrap is missing: apt-get install bubblewrap.");
    }
    for (String program : List.of("prlimit", "setpriv")) {
      if (find(program).isEmpty()) {
        sentences.add(program + " is missing: apt-get install util-linux.");
      }
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

  /**
   * The first path that is an executable program.
   *
   * @param patterns absolute paths; {@code *} stands for any part of a name
   */
  Optional<String> firstOf(List<String> patterns) {
    return patterns.stream()
        .map(HostTools::expand)
        .flatMap(List::stream)
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }

  private static List<Path> expand(String pattern) {
    List<Path> paths = List.of(Path.of("/"));
    for (Path name : Path.of(pattern)) {
      List<Path> next = new ArrayList<>();
      for (Path each : paths) {
        next.addAll(below(each, name.toString()));
      }
      paths = next;
    }
    return paths;
  }

  private static List<Path> below(Path folder, String name) {
    if (!name.contains("*")) {
      return List.of(folder.resolve(name));
    }
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, name)) {
      entries.forEach(found::add);
    } catch (IOException noFolder) {
      return List.of();
    }
    found.sort(Comparator.reverseOrder());
    return found;
  }
}
