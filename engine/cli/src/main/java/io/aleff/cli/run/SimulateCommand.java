package io.aleff.cli.run;

import io.aleff.cli.ApiCommand;
import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.cli.client.AleffClient;
import io.aleff.cli.terminal.Style;
import io.aleff.cli.terminal.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code aleff simulate}. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    description = "Plans a goal and asks the guardrails about each step, with no effects.")
public final class SimulateCommand extends ApiCommand {

  @Mixin private final Goal goal = new Goal();

  @Option(names = "--bpmn", paramLabel = "FILE", description = "Write the plan as BPMN.")
  private @Nullable String bpmn;

  SimulateCommand(Context context) {
    super(context);
  }

  @Override
  protected int run(AleffClient client) throws IOException {
    Words words = context.words();
    JsonNode simulation = client.post("/simulate", goal.form(context, null));
    if (bpmn != null) {
      Path file = context.resolve(bpmn);
      Files.writeString(file, simulation.path("bpmn").asString(""));
      terminal().note(words.say("written", file));
    }
    if (printedJson(simulation)) {
      return ExitCode.OK;
    }
    terminal().line(terminal().styled(Style.BOLD, Fields.text(simulation, "goal")));
    new PlanTree(terminal(), words, simulation.path("steps")).print(simulation.path("tree"));
    terminal().line();
    Table table =
        new Table(
            words.say("table.step"),
            words.say("table.decision"),
            words.say("list.risk"),
            words.say("list.why"));
    for (JsonNode step : simulation.path("steps")) {
      String verdict = Fields.text(step, "verdict");
      table.row(
          1,
          Style.ofState(verdict),
          Fields.text(step, "action"),
          words.state(verdict),
          Fields.text(step, "risk"),
          String.join("; ", why(step)));
      for (JsonNode strategy : step.path("repair")) {
        String decided = Fields.text(strategy, "verdict");
        table.row(
            1,
            Style.ofState(decided),
            words.say("table.repair", Fields.text(strategy, "name")),
            words.state(decided),
            Fields.text(strategy, "risk"),
            String.join("; ", why(strategy)));
      }
    }
    table.print(terminal());
    return ExitCode.OK;
  }

  private static List<String> why(JsonNode step) {
    List<String> why = new ArrayList<>(Fields.reasons(step.path("reasons")));
    for (JsonNode requirement : step.path("requirements")) {
      String text =
          Fields.text(requirement, "count") + " × " + Fields.text(requirement, "group") + ": ";
      why.add(text + Fields.text(requirement, "reason"));
    }
    return why;
  }
}
