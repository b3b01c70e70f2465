package io.aleff.cli;

import io.aleff.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Types a command line and shows what came of it. */
public final class Cli {

  private final Path home;
  private final Map<String, String> environment = new HashMap<>();
  private String typed = "";
  private boolean interactive;

  public Cli(Path home) {
    this.home = home;
    environment.put("ALEFF_HOME", home.toString());
    environment.put("LANG", "en_US.UTF-8");
  }

  /** What the command printed and how it ended. */
  public record Outcome(int exit, String out, String err) {}

  /** A service of this machine, with tokens of the demo's users. */
  public Cli server(String url) {
    try {
      Files.createDirectories(home.resolve("tokens"));
      Files.writeString(home.resolve("server.json"), "{\"url\": \"" + url + "\", \"pid\": 1}");
      for (String user : new String[] {"admin", "demo-requester", "demo-approver"}) {
        Files.writeString(home.resolve("tokens/" + user + ".token"), "token-of-" + user + "\n");
      }
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Cli with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** What a command of this process is given, on a terminal that shows nothing. */
  Context context() {
    PrintStream nowhere = new PrintStream(java.io.OutputStream.nullOutputStream());
    Terminal terminal =
        new Terminal(nowhere, nowhere, java.io.InputStream.nullInputStream(), false, false, 120);
    return new Context(terminal, environment, home);
  }

  /** A person who types this. */
  public Cli person(String lines) {
    typed = lines;
    interactive = true;
    return this;
  }

  public Outcome run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
            false,
            interactive,
            120);
    int exit = Aleff.run(new Context(terminal, environment, home), args);
    return new Outcome(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
