package io.aleff.cli.htn;

import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.cli.terminal.Terminal;
import io.aleff.definition.Json;
import io.aleff.htn.Finding;
import io.aleff.htn.search.HtnSolver.Answer;
import io.aleff.htn.verify.HierarchicalPlanChecker;
import io.aleff.htn.verify.PlanCost;
import io.aleff.htn.verify.PlanText;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code aleff htn plan}. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description = "Solves a planning problem and prints the plan in the competition's format.")
final class PlanCommand implements Callable<Integer> {

  private final Context context;

  @Parameters(index = "0", paramLabel = "DOMAIN", description = "HDDL file of the domain.")
  private String domain = "";

  @Parameters(index = "1", paramLabel = "PROBLEM", description = "HDDL file of the problem.")
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
    Answer answer = Solvers.solve(task, seconds, seed, anytime);
    List<Finding> wrong =
        answer instanceof Answer.Solved solved
            ? HierarchicalPlanChecker.check(task.domain(), task.problem(), solved.plan())
            : List.of();
    ObjectNode report = report(task, answer, wrong);
    report.put("seconds", Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0);
    if (answer instanceof Answer.Solved solved && wrong.isEmpty()) {
      String text = PlanText.print(solved.plan());
      if (out != null) {
        Files.writeString(context.resolve(out), text);
      } else if (!json) {
        context.terminal().line(text.stripTrailing());
      }
    }
    print(report);
    return answer instanceof Answer.Solved && wrong.isEmpty() ? ExitCode.OK : ExitCode.FAILURE;
  }

  private static ObjectNode report(Sources.Task task, Answer answer, List<Finding> wrong) {
    ObjectNode report = Json.MAPPER.createObjectNode();
    return switch (answer) {
      case Answer.Solved solved when wrong.isEmpty() ->
          report
              .put("outcome", "solved")
              .put("cost", PlanCost.of(task.domain(), task.problem(), solved.plan()))
              .put("steps", solved.plan().steps().size())
              .put("by", solved.by())
              .put("optimal", solved.optimal());
      case Answer.Solved solved ->
          report
              .put("outcome", "wrong")
              .put("detail", solved.by() + ": " + wrong.getFirst().toString());
      case Answer.Unsolvable unsolvable ->
          report.put("outcome", "unsolvable").put("detail", "proved by " + unsolvable.by());
      case Answer.NotSolved not ->
          report
              .put("outcome", "not-solved")
              .put("limit", not.code())
              .put("detail", String.join("; ", not.tried()));
      case Answer.Refused refused ->
          report.put("outcome", "refused").put("detail", refused.message());
    };
  }

  private void print(ObjectNode answer) {
    Terminal terminal = context.terminal();
    if (json) {
      terminal.jsonLine(answer);
      return;
    }
    String words =
        switch (answer.path("outcome").asString()) {
          case "solved" ->
              "%d steps, cost %s%s, by %s"
                  .formatted(
                      answer.path("steps").asInt(),
                      answer.path("cost").asString(),
                      answer.path("optimal").asBoolean() ? " (none is cheaper)" : "",
                      answer.path("by").asString());
          case "unsolvable" -> "There is no plan: " + answer.path("detail").asString();
          case "refused" -> answer.path("detail").asString();
          case "not-solved" ->
              "No plan was found within the limit of %s (%s). That does not prove there is none."
                  .formatted(answer.path("limit").asString(), answer.path("detail").asString());
          default ->
              "A plan was found that the checker rejects, so it is not shown: "
                  + answer.path("detail").asString();
        };
    terminal.note("%s; %.2f s".formatted(words, answer.path("seconds").asDouble()));
  }
}
