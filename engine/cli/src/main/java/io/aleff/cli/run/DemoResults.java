package io.aleff.cli.run;

import io.aleff.cli.ExitCode;
import io.aleff.cli.client.AleffClient;
import io.aleff.cli.terminal.SafeText;
import io.aleff.cli.terminal.Style;
import io.aleff.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The end of the demo: table, outcome, files, and what to try next. */
final class DemoResults {

  private final AleffClient client;
  private final Terminal terminal;
  private final Words words;
  private final Path folder;

  DemoResults(AleffClient client, Terminal terminal, Words words, Path folder) {
    this.client = client;
    this.terminal = terminal;
    this.words = words;
    this.folder = folder;
  }

  void print(JsonNode run) throws IOException {
    terminal.line();
    RunTable.print(terminal, words, run);
    terminal.line();
    RunTable.outcome(terminal, words, run);
    files(run);
    String id = Fields.text(run, "id");
    terminal.line();
    terminal.line(terminal.styled(Style.BOLD, words.say("next")));
    hint("aleff show " + id, "next.show");
    hint("aleff audit verify", "next.audit");
    if (RunTable.exitCode(run) != ExitCode.OK) {
      hint("aleff retry " + id + " --watch", "next.retry");
    }
    hint("aleff rollback " + id, "next.rollback");
    terminal.line();
    terminal.line(words.say("console", client.console("")));
  }

  private void hint(String command, String why) {
    terminal.line("  ./" + command + "  " + terminal.styled(Style.DIM, "# " + words.say(why)));
  }

  private void files(JsonNode run) throws IOException {
    if (run.path("result").isEmpty()) {
      return;
    }
    terminal.line(words.say("results"));
    for (JsonNode file : run.path("result")) {
      String path = file.path("path").asString("");
      Path target = inside(path);
      if (target == null) {
        terminal.line("  " + SafeText.line(path) + " ?");
        continue;
      }
      Files.createDirectories(Objects.requireNonNull(target.getParent()));
      String query = "/file?path=" + AleffClient.part(path);
      Files.write(
          target, client.bytes("/runs/" + AleffClient.part(Fields.text(run, "id")) + query));
      terminal.line("  " + SafeText.line(target.toString()));
    }
  }

  /** Where the file goes; null when its path would leave the folder. */
  private @Nullable Path inside(String path) {
    try {
      Path target = folder.resolve(path).normalize();
      return target.startsWith(folder) && !target.equals(folder) ? target : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }
}
