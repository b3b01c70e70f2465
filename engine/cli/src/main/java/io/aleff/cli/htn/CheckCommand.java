package io.aleff.cli.htn;

import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.cli.terminal.SafeText;
import io.aleff.cli.terminal.Style;
import io.aleff.cli.terminal.Terminal;
import io.aleff.definition.Json;
import io.aleff.definition.SourceText;
import io.aleff.htn.Finding;
import io.aleff.htn.verify.HierarchicalPlanChecker;
import io.aleff.htn.verify.PlanText;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code aleff htn check}. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description =
        "Decides whether a plan of any planner solves a problem, and says where it breaks.")
final class CheckCommand implements Callable<Integer> {

  private final Context context;

  @Parameters(index = "0", paramLabel = "DOMAIN", description = "HDDL or YAML file of the domain.")
  private String domain = "";

  @Parameters(
      index = "1",
      paramLabel = "PROBLEM",
      description = "HDDL or YAML file of the problem.")
  private String problem = "";

  @Parameters(index = "2", paramLabel = "PLAN", description = "File with ==> … <==.")
  private String plan = "";

  @Option(names = "--json", description = "Print what was found as JSON for programs.")
  private boolean json;

  CheckCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    Sources sources = new Sources(context);
    Sources.Task task = sources.task(domain, problem);
    SourceText text = sources.text(plan);
    PlanText.Reading reading = PlanText.read(text);
    sources.print(reading.diagnostics(), text);
    if (task == null || reading.plan() == null) {
      return ExitCode.DIAGNOSTICS;
    }
    List<Finding> wrong =
        HierarchicalPlanChecker.check(task.domain(), task.problem(), reading.plan());
    Terminal terminal = context.terminal();
    if (json) {
      terminal.json(answer(wrong));
      return wrong.isEmpty() ? ExitCode.OK : ExitCode.FAILURE;
    }
    wrong.forEach(finding -> terminal.line(SafeText.lines(finding.toString())));
    terminal.line(
        wrong.isEmpty()
            ? terminal.styled(Style.GOOD, "ok") + "  the plan solves the problem"
            : terminal.styled(Style.BAD, "rejected") + "  the plan does not solve the problem");
    return wrong.isEmpty() ? ExitCode.OK : ExitCode.FAILURE;
  }

  private static ObjectNode answer(List<Finding> wrong) {
    ObjectNode answer = Json.MAPPER.createObjectNode().put("accepted", wrong.isEmpty());
    ArrayNode findings = answer.putArray("findings");
    for (Finding finding : wrong) {
      findings
          .addObject()
          .put("code", finding.code())
          .put("where", finding.where())
          .put("message", finding.message());
    }
    return answer;
  }
}
