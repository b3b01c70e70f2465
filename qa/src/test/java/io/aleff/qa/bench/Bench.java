package io.aleff.qa.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * {@code steps}, {@code decisions}, {@code rego}, {@code planning}, {@code workspaces} or {@code
 * service}; prints Markdown.
 */
public final class Bench {

  private Bench() {}

  public static void main(String[] arguments) throws Exception {
    Locale.setDefault(Locale.ROOT);
    List<String> rest =
        Arrays.asList(arguments).subList(Math.min(1, arguments.length), arguments.length);
    System.out.println(Machine.describe());
    switch (arguments.length == 0 ? "" : arguments[0]) {
      case "steps" -> StepsBench.run(Options.of(rest));
      case "decisions" -> DecisionsBench.run(Options.of(rest));
      case "rego" -> RegoBench.run(Options.of(rest));
      case "planning" -> PlanningBench.run();
      case "workspaces" -> WorkspacesBench.run(Options.of(rest));
      case "service" -> ServiceBench.run(Options.of(rest));
      default -> {
        System.err.println(
            "usage: aleff bench [steps|decisions|rego|planning|workspaces|service] [--rounds=4] [--runs=40]"
                + " [--work=0]");
        System.exit(2);
      }
    }
    System.exit(0);
  }
}
