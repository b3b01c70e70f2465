package io.aleff.cli.htn;

import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.cli.terminal.SafeText;
import io.aleff.cli.terminal.Terminal;
import io.aleff.definition.SourceText;
import io.aleff.htn.Finding;
import io.aleff.htn.HierarchicalPlan;
import io.aleff.htn.explain.AccountJson;
import io.aleff.htn.explain.Explainer;
import io.aleff.htn.explain.PlanAccount;
import io.aleff.htn.search.HtnSolver.Answer;
import io.aleff.htn.verify.HierarchicalPlanChecker;
import io.aleff.htn.verify.PlanText;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code aleff htn explain}. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description =
        "Says for each task of a plan why its method was taken, and for each other method why not.")
final class ExplainCommand implements Callable<Integer> {

  private final Context context;

  @Parameters(index = "0", paramLabel = "DOMAIN", description = "HDDL or YAML file of the domain.")
  private String domain = "";

  @Parameters(
      index = "1",
      paramLabel = "PROBLEM",
      description = "HDDL or YAML file of the problem.")
  private String problem = "";

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "PLAN",
      description = "File with ==> … <==. Default: the plan that is found.")
  private @Nullable String plan;

  @Option(
      names = "--time",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description =
          "For finding a plan, and again for trying the methods that were not taken."
              + " Default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of random choices. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(names = "--json", description = "Print the same as JSON for programs.")
  private boolean json;

  ExplainCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    Sources sources = new Sources(context);
    Sources.Task task = sources.task(domain, problem);
    if (task == null) {
      return ExitCode.DIAGNOSTICS;
    }
    HierarchicalPlan known;
    if (plan == null) {
      Answer answer = Planners.solve(task, seconds, seed, false);
      if (!(answer instanceof Answer.Solved solved)) {
        context.terminal().note(Planners.words(answer));
        return ExitCode.FAILURE;
      }
      known = solved.plan();
    } else {
      SourceText text = sources.text(plan);
      PlanText.Reading reading = PlanText.read(text);
      sources.print(reading.diagnostics(), text);
      if (reading.plan() == null) {
        return ExitCode.DIAGNOSTICS;
      }
      known = reading.plan();
    }
    return explain(task, known);
  }

  private int explain(Sources.Task task, HierarchicalPlan known) {
    Terminal terminal = context.terminal();
    List<Finding> wrong = HierarchicalPlanChecker.check(task.domain(), task.problem(), known);
    if (!wrong.isEmpty()) {
      wrong.forEach(finding -> terminal.note(SafeText.lines(finding.toString())));
      return ExitCode.FAILURE;
    }
    PlanAccount account =
        Explainer.explain(task.domain(), task.problem(), known, Duration.ofSeconds(seconds));
    if (json) {
      terminal.jsonLine(AccountJson.of(account));
    } else {
      new TaskTree(account, terminal, true).lines().forEach(terminal::line);
    }
    return ExitCode.OK;
  }
}
