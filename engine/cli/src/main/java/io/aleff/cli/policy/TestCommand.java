package io.aleff.cli.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.cli.terminal.SafeText;
import io.aleff.cli.terminal.Style;
import io.aleff.cli.terminal.Terminal;
import io.aleff.rego.CompileOptions;
import io.aleff.rego.Policy;
import io.aleff.rego.coverage.Coverage;
import io.aleff.rego.explain.ExplanationText;
import io.aleff.rego.test.TestRun;
import io.aleff.rego.value.JsonValues;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code aleff policy test}. */
@Command(
    name = "test",
    mixinStandardHelpOptions = true,
    description = "Runs the rules whose names begin with test_, as opa test does.",
    footer = {
      "",
      "Exit codes: 0 all passed, 1 policies cannot be read, 2 a test failed or too little is covered.",
      "Example:",
      "  aleff policy test --coverage --threshold 90 policies/",
      "  aleff policy test --watch --run 'allow' policies/"
    })
public final class TestCommand implements Callable<Integer> {

  private static final int FAILED = 2;

  private final Context context;

  @Parameters(arity = "0..*", paramLabel = "PATH", description = "Files or folders.")
  private List<String> paths = new ArrayList<>();

  @Mixin private PolicyOptions options = new PolicyOptions();

  @Option(
      names = {"-r", "--run"},
      paramLabel = "REGEX",
      description = "Only tests whose path it finds.")
  private String only = "";

  @Option(
      names = {"-c", "--coverage"},
      description = "Report which lines the tests reach.")
  private boolean coverage;

  @Option(
      names = "--threshold",
      paramLabel = "PERCENT",
      description = "Fail when less is covered. Implies --coverage.")
  private double threshold;

  @Option(
      names = {"-v", "--verbose"},
      description = "Show the tests that passed too.")
  private boolean verbose;

  @Option(names = "--watch", description = "Run again whenever a file changes.")
  private boolean watch;

  @Option(names = "--json", description = "Print JSON for programs.")
  private boolean json;

  TestCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Pattern pattern = pattern();
    int exit = once(pattern);
    if (watch) {
      new FileWatch(context, paths).each(() -> once(pattern));
    }
    return exit;
  }

  private @Nullable Pattern pattern() {
    try {
      return only.isEmpty() ? null : Pattern.compile(only);
    } catch (PatternSyntaxException e) {
      throw new io.aleff.cli.CommandFailure(
          ExitCode.USAGE, "--run is not a regular expression: " + e.getDescription());
    }
  }

  private int once(@Nullable Pattern pattern) throws IOException {
    PolicyOptions.Loaded loaded =
        options.load(context, paths, CompileOptions.DEFAULT.withMockable(true));
    Policy policy = loaded.policy();
    if (policy == null) {
      Printing.findings(context.terminal(), loaded.files(), loaded.findings(), json);
      return ExitCode.FAILURE;
    }
    Coverage covered = coverage || threshold > 0 ? new Coverage() : null;
    TestRun run =
        new TestRun(policy, JsonValues.from(loaded.files().data()), loaded.limits(), covered);
    List<TestRun.Result> results = run.run(pattern);
    Coverage.Report report = covered == null ? null : covered.report(policy.modules());
    boolean enough = report == null || report.percent() >= threshold;
    if (json) {
      context.terminal().json(json(results, report));
    } else {
      print(results, report, new ExplanationText(loaded.files().modules()), enough);
    }
    boolean passed =
        results.stream()
            .allMatch(
                r -> r.outcome() == TestRun.Outcome.PASS || r.outcome() == TestRun.Outcome.SKIPPED);
    return passed && enough ? ExitCode.OK : FAILED;
  }

  private void print(
      List<TestRun.Result> results,
      Coverage.@Nullable Report report,
      ExplanationText sources,
      boolean enough) {
    Terminal terminal = context.terminal();
    String file = "";
    for (TestRun.Result result : results) {
      if (result.outcome() == TestRun.Outcome.PASS && !verbose) {
        continue;
      }
      if (!result.location().path().equals(file)) {
        file = result.location().path();
        terminal.line(file + ":");
      }
      one(terminal, result, sources);
    }
    terminal.line("-".repeat(80));
    for (TestRun.Outcome outcome : TestRun.Outcome.values()) {
      long count = results.stream().filter(r -> r.outcome() == outcome).count();
      if (count > 0) {
        terminal.line("%s: %d/%d".formatted(outcome, count, results.size()));
      }
    }
    if (report != null) {
      coverage(terminal, report, enough);
    }
  }

  private static void one(Terminal terminal, TestRun.Result result, ExplanationText sources) {
    Style style = result.outcome() == TestRun.Outcome.PASS ? Style.GOOD : Style.BAD;
    terminal.line(
        result.path()
            + ": "
            + terminal.styled(style, result.outcome().name())
            + String.format(Locale.ROOT, " (%.3fms)", result.duration().toNanos() / 1e6));
    if (result.message() != null) {
      terminal.line("  " + SafeText.lines(result.message()));
    }
    if (result.failing() != null) {
      terminal.line("  " + result.failing());
      terminal.line("    " + SafeText.line(sources.line(result.failing())));
      if (!result.values().isEmpty()) {
        terminal.line("    " + SafeText.line(ExplanationText.bindings(result.values())));
      }
    }
    result.notes().forEach(note -> terminal.line("  | " + SafeText.line(note)));
  }

  private void coverage(Terminal terminal, Coverage.Report report, boolean enough) {
    report
        .files()
        .forEach(
            (path, lines) -> {
              String missing =
                  lines.notCovered().isEmpty() ? "" : "  not covered: " + lines.notCovered();
              terminal.line(
                  String.format(Locale.ROOT, "%6.2f%%  %s%s", lines.percent(), path, missing));
            });
    terminal.line(String.format(Locale.ROOT, "COVERAGE: %.2f%%", report.percent()));
    if (!enough) {
      terminal.line(
          String.format(Locale.ROOT, "The threshold of %.2f%% is not reached.", threshold));
    }
  }

  private static tools.jackson.databind.JsonNode json(
      List<TestRun.Result> results, Coverage.@Nullable Report report) {
    ArrayNode tests = JsonNodeFactory.instance.arrayNode();
    for (TestRun.Result result : results) {
      ObjectNode test = tests.addObject();
      test.putObject("location")
          .put("file", result.location().path())
          .put("row", result.location().line())
          .put("col", result.location().column());
      test.put("package", result.packagePath()).put("name", result.name());
      test.put("duration", result.duration().toNanos());
      switch (result.outcome()) {
        case FAIL -> test.put("fail", true);
        case ERROR -> test.putObject("error").put("message", result.message());
        case SKIPPED -> test.put("skip", true);
        case PASS -> {}
      }
      if (!result.notes().isEmpty()) {
        test.put("output", (String.join("\n", result.notes()) + "\n").getBytes(UTF_8));
      }
      if (result.failing() != null) {
        ObjectNode failing = test.putObject("failing").put("place", result.failing().toString());
        result.values().forEach((name, value) -> failing.set(name, JsonValues.to(value)));
      }
    }
    if (report == null) {
      return tests;
    }
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.set("tests", tests);
    answer.set("coverage", report.json());
    return answer;
  }
}
