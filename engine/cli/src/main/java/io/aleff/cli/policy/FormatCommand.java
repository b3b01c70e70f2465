package io.aleff.cli.policy;

import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.cli.terminal.SafeText;
import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceText;
import io.aleff.rego.format.Formatter;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code aleff policy fmt}. */
@Command(
    name = "fmt",
    mixinStandardHelpOptions = true,
    description = "Lays Rego files out in one canonical way; prints them, or writes them back.",
    footer = {
      "",
      "Exit codes: 0 done, 3 a file is wrong or, with --check, not in canonical layout.",
      "Example:",
      "  aleff policy fmt --write policies/",
      "  aleff policy fmt --check --diff policies/"
    })
public final class FormatCommand implements Callable<Integer> {

  private final Context context;

  @Parameters(arity = "1..*", paramLabel = "PATH", description = "Files or folders.")
  private List<String> paths = new ArrayList<>();

  @Option(names = "--check", description = "Only say which files would change.")
  private boolean check;

  @Option(names = "--diff", description = "Show what would change.")
  private boolean diff;

  @Option(
      names = {"-w", "--write"},
      description = "Write the files back.")
  private boolean write;

  @Option(names = "--json", description = "Print JSON for programs.")
  private boolean json;

  FormatCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    PolicyFiles files = new PolicyFiles(context);
    for (String path : paths) {
      files.addPolicies(path);
    }
    List<Diagnostic> findings = new ArrayList<>(files.findings());
    ArrayNode changed = JsonNodeFactory.instance.arrayNode();
    for (SourceText source : files.modules()) {
      Formatter.Result result = Formatter.format(source);
      findings.addAll(result.diagnostics());
      if (result.text() != null) {
        show(source, result.text(), changed);
      }
    }
    boolean wrong = !findings.isEmpty() || (check && !changed.isEmpty());
    if (json) {
      ObjectNode answer = JsonNodeFactory.instance.objectNode().put("ok", !wrong);
      answer.set("changed", changed);
      answer.set("diagnostics", io.aleff.cli.release.Findings.json(findings));
      context.terminal().json(answer);
    } else {
      Printing.findings(context.terminal(), files, findings, false);
    }
    return wrong ? ExitCode.DIAGNOSTICS : ExitCode.OK;
  }

  private void show(SourceText source, String text, ArrayNode changed) throws IOException {
    boolean differs = !text.equals(source.text());
    if (differs) {
      changed.add(source.path());
    }
    if (differs && write && !check) {
      Files.writeString(context.resolve(source.path()), text);
    }
    if (json) {
      return;
    }
    if (diff) {
      LineDiff.of(source.path(), source.text(), text)
          .forEach(line -> context.terminal().line(SafeText.line(line)));
    } else if (check || write) {
      if (differs) {
        context.terminal().line(source.path());
      }
    } else {
      context.terminal().line(text.stripTrailing());
    }
  }
}
