package io.aleff.cli.terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Asks the operating system what the JDK does not tell on every supported version. */
final class TerminalProbe {

  private static final int DEFAULT_WIDTH = 100;
  private static final int MIN_WIDTH = 40;

  private TerminalProbe() {}

  /**
   * @param descriptor 0 for the input, 1 for the output
   */
  static boolean isTerminal(int descriptor) {
    Path link = Path.of("/proc/self/fd/" + descriptor);
    try {
      if (Files.isDirectory(Path.of("/proc/self/fd"))) {
        String target = Files.readSymbolicLink(link).toString();
        return target.startsWith("/dev/pts/")
            || target.startsWith("/dev/tty")
            || target.equals("/dev/console");
      }
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
    return test(descriptor);
  }

  private static boolean test(int descriptor) {
    try {
      Process test =
          new ProcessBuilder("test", "-t", Integer.toString(descriptor)).inheritIO().start();
      return test.waitFor(1, TimeUnit.SECONDS) && test.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  static int width(Map<String, String> environment, boolean terminal) {
    int given = number(environment.getOrDefault("COLUMNS", ""));
    if (given > 0) {
      return Math.max(MIN_WIDTH, given);
    }
    int asked = terminal ? stty() : 0;
    return asked > 0 ? Math.max(MIN_WIDTH, asked) : DEFAULT_WIDTH;
  }

  private static int stty() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(Path.of("/dev/tty").toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String text = new String(stty.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      boolean done = stty.waitFor(1, TimeUnit.SECONDS) && stty.exitValue() == 0;
      String[] parts = text.strip().split(" ", -1);
      return done && parts.length == 2 ? number(parts[1]) : 0;
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text.strip());
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
