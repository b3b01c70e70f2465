package io.aleff.cli.htn;

import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.cli.terminal.Terminal;
import io.aleff.definition.Json;
import io.aleff.htn.Finding;
import io.aleff.htn.search.HtnSolver.Answer;
import io.aleff.htn.verify.HierarchicalPlanChecker;
import io.aleff.htn.verify.PlanCost;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code aleff htn plan}. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description = "Solves a planning problem and prints the plan in the competition's format.")
final class PlanCommand implements Callable<Integer> {

  private final Context context;

  @Parameters(index = "0", paramLabel = "DOMAIN", description = "HDDL or YAML file of the domain.")
  private String domain = "";

  @Parameters(
      index = "1",
      paramLabel = "PROBLEM",
      description = "HDDL or YAML file of the problem.")
  private String problem = "";

  @Option(
      names = "--time",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "When to stop searching. Default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of random choices. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--anytime",
      description = "After the first plan look for cheaper ones, until --time or a proof.")
  private boolean anytime;

  @Option(names = "--out", paramLabel = "FILE", description = "Where to write the plan.")
  private @Nullable String out;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "panda",
      description = "How to print the plan: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private PlanViews format = PlanViews.PANDA;

  @Option(names = "--json", description = "Print what came of it as JSON for programs.")
  private boolean json;

  PlanCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    long start = System.nanoTime();
    Sources.Task task = new Sources(context).task(domain, problem);
    if (task == null) {
      return ExitCode.DIAGNOSTICS;
    }
    Answer answer = Planners.solve(task, seconds, seed, anytime);
    List<Finding> wrong =
        answer instanceof Answer.Solved solved
            ? HierarchicalPlanChecker.check(task.domain(), task.problem(), solved.plan())
            : List.of();
    Map<String, Object> report = report(task, answer, wrong);
    report.put("seconds", Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0);
    if (answer instanceof Answer.Solved solved && wrong.isEmpty()) {
      String text = format.text(task, solved.plan(), context.terminal());
      if (out != null) {
        Files.writeString(context.resolve(out), text);
      } else if (!json) {
        context.terminal().line(text.stripTrailing());
      }
    }
    print(report);
    return answer instanceof Answer.Solved && wrong.isEmpty() ? ExitCode.OK : ExitCode.FAILURE;
  }

  /** As a map, since loading a JSON library takes longer than a small problem does. */
  private static Map<String, Object> report(Sources.Task task, Answer answer, List<Finding> wrong) {
    Map<String, Object> report = new LinkedHashMap<>();
    switch (answer) {
      case Answer.Solved solved when wrong.isEmpty() -> {
        report.put("outcome", "solved");
        report.put("cost", PlanCost.of(task.domain(), task.problem(), solved.plan()));
        report.put("steps", solved.plan().steps().size());
        report.put("by", solved.by());
        report.put("optimal", solved.optimal());
      }
      case Answer.Solved solved -> {
        report.put("outcome", "wrong");
        report.put("detail", solved.by() + ": " + wrong.getFirst());
      }
      case Answer.Unsolvable unsolvable -> {
        report.put("outcome", "unsolvable");
        report.put("detail", "proved by " + unsolvable.by());
      }
      case Answer.NotSolved not -> {
        report.put("outcome", "not-solved");
        report.put("limit", not.code());
        report.put("detail", String.join("; ", not.tried()));
      }
      case Answer.Refused refused -> {
        report.put("outcome", "refused");
        report.put("detail", refused.message());
      }
    }
    return report;
  }

  private void print(Map<String, Object> report) {
    Terminal terminal = context.terminal();
    if (json) {
      terminal.jsonLine(Json.MAPPER.valueToTree(report));
      return;
    }
    Object detail = report.get("detail");
    String words =
        switch (String.valueOf(report.get("outcome"))) {
          case "solved" ->
              "%s steps, cost %s%s, by %s"
                  .formatted(
                      report.get("steps"),
                      report.get("cost"),
                      Boolean.TRUE.equals(report.get("optimal")) ? " (none is cheaper)" : "",
                      report.get("by"));
          case "unsolvable" -> "There is no plan: " + detail;
          case "refused" -> String.valueOf(detail);
          case "not-solved" ->
              "No plan was found within the limit of %s (%s). That does not prove there is none."
                  .formatted(report.get("limit"), detail);
          default -> "A plan was found that the checker rejects, so it is not shown: " + detail;
        };
    terminal.note("%s; %.2f s".formatted(words, (Double) report.get("seconds")));
  }
}
