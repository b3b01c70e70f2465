package io.aleff.cli.release;

import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.cli.terminal.SafeText;
import io.aleff.cli.terminal.Style;
import io.aleff.cli.terminal.Terminal;
import io.aleff.definition.DefinitionBundle;
import io.aleff.runtime.Releases.TestOutcome;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code aleff test-definitions}. */
@Command(
    name = "test-definitions",
    mixinStandardHelpOptions = true,
    description = "Runs the tests beside the definitions, here and without the service.")
public final class TestDefinitionsCommand implements Callable<Integer> {

  private final Context context;

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      defaultValue = "",
      description = "Default: ./definitions")
  private String folder = "";

  @Option(names = "--json", description = "Print JSON for programs.")
  private boolean json;

  TestDefinitionsCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    DefinitionBundle.Reading reading = DefinitionFolder.read(context, folder);
    DefinitionBundle bundle = reading.bundle();
    LocalDefinitions local =
        bundle == null
            ? new LocalDefinitions(null, reading.diagnostics())
            : LocalDefinitions.of(bundle);
    if (local.release() == null) {
      DefinitionBundle shown = bundle == null ? DefinitionBundle.empty() : bundle;
      Findings.print(context.terminal(), local.findings(), shown);
      context.terminal().note("Not tested: the definitions have errors.");
      return ExitCode.DIAGNOSTICS;
    }
    List<TestOutcome> tests = local.test();
    if (json) {
      context.terminal().json(json(tests));
    } else {
      tests.forEach(this::print);
      long failed = tests.stream().filter(test -> !test.passed()).count();
      context.terminal().line("%d tests, %d failed".formatted(tests.size(), failed));
    }
    return tests.stream().allMatch(TestOutcome::passed) ? ExitCode.OK : ExitCode.DIAGNOSTICS;
  }

  private void print(TestOutcome test) {
    Terminal terminal = context.terminal();
    String sign =
        test.passed() ? terminal.styled(Style.GOOD, "✓ ") : terminal.styled(Style.BAD, "✗ ");
    terminal.line(
        sign + SafeText.line(test.name()) + "  " + terminal.styled(Style.DIM, test.location()));
    if (!test.passed()) {
      SafeText.lines(test.message()).lines().forEach(line -> terminal.line("    " + line));
    }
  }

  private static ObjectNode json(List<TestOutcome> tests) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("ok", tests.stream().allMatch(TestOutcome::passed));
    ArrayNode array = answer.putArray("tests");
    for (TestOutcome test : tests) {
      array
          .addObject()
          .put("name", test.name())
          .put("location", test.location())
          .put("passed", test.passed())
          .put("message", test.message());
    }
    return answer;
  }
}
