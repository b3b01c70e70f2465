package io.aleff.cli.run;

import io.aleff.cli.ApiCommand;
import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.cli.client.AleffClient;
import io.aleff.cli.terminal.Excerpt;
import io.aleff.cli.terminal.Style;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code aleff show}. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Shows a run: plan with reasons, steps, outcome, files.")
public final class ShowCommand extends ApiCommand {

  @Parameters(paramLabel = "RUN", description = "Id of the run.")
  private String run = "";

  @Option(
      names = "--bpmn",
      paramLabel = "FILE",
      description = "Write the plan as BPMN, for Camunda Modeler.")
  private @Nullable String bpmn;

  @Option(
      names = "--revision",
      paramLabel = "N",
      description = "Which plan --bpmn writes. Default: the last.")
  private @Nullable Integer revision;

  @Option(
      names = {"-w", "--watch"},
      description = "Follow the run to its end.")
  private boolean watch;

  ShowCommand(Context context) {
    super(context);
  }

  @Override
  protected int run(AleffClient client) throws IOException, InterruptedException {
    Words words = context.words();
    if (watch) {
      return Watching.toTheEnd(client, terminal(), words, run, target.json);
    }
    JsonNode detail = client.get("/runs/" + AleffClient.part(run));
    if (bpmn != null) {
      Path file = context.resolve(bpmn);
      Files.write(file, PlanFile.bytes(client, run, revision));
      terminal().note(words.say("written", file));
    }
    if (printedJson(detail)) {
      return ExitCode.OK;
    }
    print(client, words, detail);
    return ExitCode.OK;
  }

  private void print(AleffClient client, Words words, JsonNode detail) {
    String state = Fields.text(detail, "state");
    terminal().line(terminal().styled(Style.BOLD, Fields.text(detail, "goal")));
    terminal()
        .line(
            Fields.text(detail, "id")
                + "  "
                + terminal().styled(Style.ofState(state), words.state(state))
                + "  "
                + Fields.text(detail, "progress")
                + "%  "
                + Fields.text(detail, "requester")
                + "  "
                + Fields.moment(detail, "createdAt")
                + "  release "
                + Fields.digest(detail, "release"));
    if (detail.path("tree").isObject()) {
      terminal().line();
      terminal().line(words.say("plan", Fields.text(detail, "planRevision")));
      new PlanTree(terminal(), words, detail.path("steps")).print(detail.path("tree"));
    }
    terminal().line();
    RunTable.print(terminal(), words, detail);
    for (JsonNode step : RunTable.asStarted(detail)) {
      trouble(step);
    }
    RunTable.outcome(terminal(), words, detail);
    String waiting = Fields.text(detail, "waitingFor");
    if (!waiting.isEmpty()) {
      terminal().line(terminal().styled(Style.WARN, waiting));
    }
    if (!detail.path("result").isEmpty()) {
      terminal().line(words.say("results"));
      for (JsonNode file : detail.path("result")) {
        terminal()
            .line(
                "  "
                    + Fields.text(file, "path")
                    + "  "
                    + Fields.size(file.path("size").longValue(0)));
      }
    }
    terminal().line(words.say("console", client.console("runs/" + run)));
  }

  private void trouble(JsonNode step) {
    String error = Fields.error(step);
    boolean denied = Fields.text(step, "state").equals("denied");
    String why = denied ? String.join("; ", Fields.reasons(step.path("reasons"))) : error;
    if (!why.isEmpty()) {
      String line = "  " + RunTable.name(context.words(), step) + ": " + why;
      terminal().line(Excerpt.cut(line, terminal().width()));
    }
  }
}
