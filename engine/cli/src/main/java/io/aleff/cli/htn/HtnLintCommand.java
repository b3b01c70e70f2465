package io.aleff.cli.htn;

import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.cli.release.Findings;
import io.aleff.definition.Diagnostic;
import io.aleff.definition.Json;
import io.aleff.definition.SourceText;
import io.aleff.htn.NetworkLint;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code aleff htn lint}. */
@Command(
    name = "lint",
    mixinStandardHelpOptions = true,
    description = "Finds what is wrong with a domain, and what is legal but not meant.")
final class HtnLintCommand implements Callable<Integer> {

  private final Context context;

  @Parameters(index = "0", paramLabel = "DOMAIN", description = "HDDL or YAML file.")
  private String domain = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "PROBLEM",
      description = "HDDL or YAML file.")
  private @Nullable String problem;

  @Option(names = "--json", description = "Print the findings as JSON for programs.")
  private boolean json;

  HtnLintCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    Sources sources = new Sources(context);
    SourceText text = sources.text(domain);
    SourceText other = problem == null ? text : sources.text(problem);
    Set<Diagnostic> findings = new LinkedHashSet<>();
    if (problem == null) {
      Sources.Reading reading = Sources.domain(text);
      findings.addAll(reading.diagnostics());
      if (reading.domain() != null && !Sources.isYaml(domain)) {
        findings.addAll(NetworkLint.check(reading.domain(), null, reading.declared()));
      }
    } else {
      Sources.Both reading = Sources.both(text, other);
      findings.addAll(reading.diagnostics());
      if (reading.domain() != null && reading.problem() != null) {
        findings.addAll(NetworkLint.check(reading.domain(), reading.problem(), reading.declared()));
      }
    }
    long errors = findings.stream().filter(Diagnostic::isError).count();
    if (json) {
      ObjectNode answer = Json.MAPPER.createObjectNode().put("errors", errors);
      answer.set("diagnostics", Findings.json(List.copyOf(findings)));
      context.terminal().json(answer);
    } else {
      sources.print(List.copyOf(findings), text, other);
      context.terminal().line("%d errors, %d warnings".formatted(errors, findings.size() - errors));
    }
    return errors > 0 ? ExitCode.DIAGNOSTICS : ExitCode.OK;
  }
}
