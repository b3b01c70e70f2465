package io.aleff.cli.htn;

import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.cli.terminal.SafeText;
import io.aleff.cli.terminal.Style;
import io.aleff.cli.terminal.Terminal;
import io.aleff.definition.SourceText;
import io.aleff.htn.Finding;
import io.aleff.htn.verify.HierarchicalPlanChecker;
import io.aleff.htn.verify.PlanText;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

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
    wrong.forEach(finding -> terminal.line(SafeText.lines(finding.toString())));
    terminal.line(
        wrong.isEmpty()
            ? terminal.styled(Style.GOOD, "ok") + "  the plan solves the problem"
            : terminal.styled(Style.BAD, "rejected") + "  the plan does not solve the problem");
    return wrong.isEmpty() ? ExitCode.OK : ExitCode.FAILURE;
  }
}
