package io.aleff.cli.run;

import io.aleff.cli.CommandFailure;
import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.cli.Target;
import io.aleff.cli.client.AleffClient;
import io.aleff.cli.client.ApiProblem;
import io.aleff.cli.client.Multipart;
import io.aleff.cli.terminal.SafeText;
import io.aleff.cli.terminal.Style;
import io.aleff.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code aleff demo}: the main job as a story that a person watches and approves. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description =
        "Carries a goal over real data: plan, guardrails, sandbox, failure and repair, approval.")
public final class DemoCommand implements Callable<Integer> {

  private static final String REQUESTER = "demo-requester";
  private static final String APPROVER = "demo-approver";

  private final Context context;

  @Mixin private final Target target = new Target();

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      defaultValue = "samples/sales.csv",
      description = "A table as a spreadsheet exports it (${DEFAULT-VALUE}).")
  private String file = "";

  @Option(
      names = "--to",
      paramLabel = "MAIL",
      defaultValue = "ana@example.com",
      description = "Who gets the report (${DEFAULT-VALUE}).")
  private String to = "";

  @Option(
      names = {"-y", "--yes"},
      description = "Approve as the demo approver without asking.")
  private boolean yes;

  @Option(names = "--full", description = "Show files and their lines whole.")
  private boolean full;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for the results. Default: $ALEFF_HOME/results/RUN.")
  private @Nullable String out;

  DemoCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path table = context.resolve(file);
    if (!Files.isRegularFile(table)) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "There is no file " + table + ".",
          List.of("Give a CSV: aleff demo my.csv"));
    }
    Words words = context.words();
    Terminal terminal = target.json ? context.terminal().quiet() : context.terminal();
    checkReachable();
    AleffClient requester = user(REQUESTER);
    JsonNode run = submit(requester, table, words);
    String id = Fields.text(run, "id");
    Path folder =
        out == null ? context.home().folder().resolve("results").resolve(id) : context.resolve(out);
    announce(terminal, words, requester, run, id);
    JsonNode ended = follow(terminal, words, requester, id, folder);
    DemoResults results = new DemoResults(requester, terminal, words, folder);
    results.print(ended);
    if (target.json) {
      context.terminal().json(ended);
    }
    return RunTable.exitCode(ended);
  }

  private JsonNode follow(
      Terminal terminal, Words words, AleffClient requester, String id, Path folder)
      throws InterruptedException {
    DemoApproval approval = new DemoApproval(user(APPROVER), APPROVER, terminal, words, yes, full);
    DemoListener listener =
        new DemoListener(
            requester, new RunStory(terminal, words, true), approval, terminal, words, folder);
    return new RunWatch(requester, terminal, words, listener).watch(id);
  }

  /** Says that the service is down before it says that a token is missing. */
  private void checkReachable() {
    try {
      context.client(target).get("/session");
    } catch (ApiProblem e) {
      if (e.exitCode() == ExitCode.UNREACHABLE) {
        throw e;
      }
    }
  }

  private AleffClient user(String name) {
    try {
      return context.clientAs(target, name);
    } catch (CommandFailure e) {
      throw new CommandFailure(
          ExitCode.REFUSED,
          "The service has no demo users.",
          List.of("Start it with them: ./aleff down, then ./aleff up --demo"));
    }
  }

  private JsonNode submit(AleffClient requester, Path table, Words words) {
    String name = String.valueOf(table.getFileName());
    String goal = words.say("demo.goal", name, to);
    ObjectNode request = JsonNodeFactory.instance.objectNode().put("goal", goal);
    request.put("idempotencyKey", UUID.randomUUID().toString());
    return requester.post("/runs", Multipart.request(request).file(table));
  }

  private static void announce(
      Terminal terminal, Words words, AleffClient client, JsonNode run, String id) {
    String goal = SafeText.line(Fields.text(run, "goal"));
    terminal.line(words.say("goal") + ": " + terminal.styled(Style.BOLD, goal));
    terminal.line(words.say("run") + ": " + id + "  " + client.console("runs/" + id));
  }
}
