package io.aleff.cli;

import io.aleff.cli.client.AleffClient;
import io.aleff.cli.client.Home;
import io.aleff.cli.run.Words;
import io.aleff.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What every command is given.
 *
 * @param environment the process environment
 * @param directory where the command was called; relative paths begin here
 */
public record Context(Terminal terminal, Map<String, String> environment, Path directory) {

  private static final String LANGUAGE = "ALEFF_LANG";

  /** The folder of the service on this machine. */
  public Home home() {
    return Home.of(environment);
  }

  public AleffClient client(Target target) {
    return home().connect(target.server, target.token, target.user);
  }

  /** The service as one of its users, whose token the service left in its home folder. */
  public AleffClient clientAs(Target target, String user) {
    return home().connect(target.server, null, user);
  }

  /** The reader's language: {@code --lang}, else what the environment says of messages. */
  public Words words() {
    for (String name : List.of(LANGUAGE, "LC_ALL", "LC_MESSAGES", "LANG")) {
      String tag = environment.getOrDefault(name, "");
      // The launcher sets LC_ALL=C.UTF-8 for file names: it says nothing about the reader.
      boolean says = !tag.isEmpty() && !tag.equals("POSIX") && !tag.matches("C(\\..*)?");
      if (says) {
        return Words.of(tag);
      }
    }
    return Words.of("en");
  }

  /** The same with another language. */
  Context speaking(String tag) {
    Map<String, String> changed = new HashMap<>(environment);
    changed.put(LANGUAGE, tag);
    return new Context(terminal, Map.copyOf(changed), directory);
  }

  /** A path as the user meant it. */
  public Path resolve(String path) {
    return directory.resolve(path).normalize();
  }
}
