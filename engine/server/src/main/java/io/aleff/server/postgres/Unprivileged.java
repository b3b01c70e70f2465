package io.aleff.server.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How to run a PostgreSQL program, which refuses uid 0. As root it runs in a user namespace of its
 * own, where root's files stay its own but its uid is not 0; elsewhere plainly.
 */
record Unprivileged(List<String> prefix) {

  static Unprivileged here() throws IOException, InterruptedException {
    if (!isRoot()) {
      return new Unprivileged(List.of());
    }
    List<String> unshare = List.of("unshare", "--user", "--");
    if (succeeds(unshare)) {
      return new Unprivileged(unshare);
    }
    throw new IOException(
        "PostgreSQL does not run as root and this machine forbids user namespaces. Start Aleff as"
            + " another user, or set aleff.database.url to an external PostgreSQL.");
  }

  List<String> command(Path program, String... arguments) {
    List<String> words = new ArrayList<>(prefix);
    words.add(program.toString());
    words.addAll(List.of(arguments));
    return words;
  }

  private static boolean isRoot() throws IOException {
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
  }

  private static boolean succeeds(List<String> prefix) throws InterruptedException {
    List<String> words = new ArrayList<>(prefix);
    words.add("true");
    try {
      Process process =
          new ProcessBuilder(words)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
