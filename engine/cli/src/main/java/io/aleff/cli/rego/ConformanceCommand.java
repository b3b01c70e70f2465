package io.aleff.cli.rego;

import io.aleff.cli.CommandFailure;
import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.cli.terminal.SafeText;
import io.aleff.cli.terminal.Style;
import io.aleff.cli.terminal.Terminal;
import io.aleff.rego.conformance.Conformance;
import io.aleff.rego.conformance.ConformanceCase;
import io.aleff.rego.conformance.ConformanceReport;
import io.aleff.rego.conformance.ConformanceReport.Outcome;
import io.aleff.rego.conformance.ConformanceReport.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code aleff rego conformance}. */
@Command(
    name = "conformance",
    mixinStandardHelpOptions = true,
    description = "Runs conformance cases in OPA's format and shows each difference.")
final class ConformanceCommand implements Callable<Integer> {

  private final Context context;

  @Parameters(paramLabel = "DIR", description = "A folder of cases; all folders below count.")
  private String folder = "";

  @Option(names = "--json", description = "Print JSON for programs.")
  private boolean json;

  ConformanceCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    Path path = context.resolve(folder);
    if (!Files.isDirectory(path)) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "There is no folder " + path + ".",
          List.of("Give a folder of YAML files with \"cases\"."));
    }
    ConformanceReport report = Conformance.run(cases(path));
    if (json) {
      context.terminal().json(json(report));
    } else {
      print(report);
    }
    return report.count(Outcome.FAILED) == 0 ? ExitCode.OK : ExitCode.FAILURE;
  }

  private static List<ConformanceCase> cases(Path folder) throws IOException {
    List<ConformanceCase> cases = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(ConformanceCommand::isYaml).sorted().toList()) {
        String name = folder.relativize(file).toString();
        try {
          cases.addAll(ConformanceCase.of(name, Files.readString(file)));
        } catch (JacksonException e) {
          throw new CommandFailure(
              ExitCode.USAGE,
              name + " is not YAML: " + e.getOriginalMessage(),
              List.of("Give a folder of YAML files with \"cases\"."));
        }
      }
    }
    return cases;
  }

  private static boolean isYaml(Path file) {
    return file.toString().endsWith(".yaml") || file.toString().endsWith(".yml");
  }

  private void print(ConformanceReport report) {
    Terminal terminal = context.terminal();
    report
        .folders()
        .forEach(
            (name, count) ->
                terminal.line(
                    "%-40s %4d passed %4d failed %4d skipped"
                        .formatted(
                            SafeText.line(name), count.passed(), count.failed(), count.skipped())));
    for (Result result : report.results()) {
      if (result.outcome() == Outcome.FAILED) {
        String note = SafeText.line(result.of().id() + "  " + result.of().note());
        terminal.line(terminal.styled(Style.BAD, "✗ ") + note);
        SafeText.lines(String.valueOf(result.detail()))
            .lines()
            .forEach(line -> terminal.line("    " + line));
      }
    }
    reasons(report).forEach((reason, count) -> terminal.line("skipped: " + count + ", " + reason));
    terminal.line(report.summary());
  }

  private static Map<String, Long> reasons(ConformanceReport report) {
    Map<String, Long> out = new TreeMap<>();
    for (Result result : report.results()) {
      if (result.outcome() == Outcome.SKIPPED) {
        out.merge(String.valueOf(result.detail()), 1L, Long::sum);
      }
    }
    return out;
  }

  private static ObjectNode json(ConformanceReport report) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("passed", report.count(Outcome.PASSED));
    answer.put("failed", report.count(Outcome.FAILED));
    answer.put("skipped", report.count(Outcome.SKIPPED));
    ObjectNode folders = answer.putObject("folders");
    report
        .folders()
        .forEach(
            (name, count) ->
                folders
                    .putObject(name)
                    .put("passed", count.passed())
                    .put("failed", count.failed())
                    .put("skipped", count.skipped()));
    ArrayNode cases = answer.putArray("cases");
    for (Result result : report.results()) {
      if (result.outcome() != Outcome.PASSED) {
        cases
            .addObject()
            .put("id", result.of().id())
            .put("note", result.of().note())
            .put("outcome", result.outcome().name().toLowerCase(Locale.ROOT))
            .put("detail", result.detail());
      }
    }
    return answer;
  }
}
