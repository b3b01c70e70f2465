package io.aleff.cli.policy;

import io.aleff.cli.Context;
import io.aleff.definition.Diagnostic;
import io.aleff.rego.CompileOptions;
import io.aleff.rego.Limits;
import io.aleff.rego.Policy;
import io.aleff.rego.Rego;
import io.aleff.rego.SchemaSet;
import io.aleff.rego.bundle.Bundle;
import io.aleff.rego.value.JsonValues;
import io.aleff.rego.value.Value;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** What an evaluation needs, as {@code opa eval} names it. */
final class PolicyOptions {

  @Option(
      names = {"-d", "--data"},
      paramLabel = "PATH",
      description = "Policy or data, file or folder. Repeatable.")
  private List<String> data = new ArrayList<>();

  @Option(
      names = {"-b", "--bundle"},
      paramLabel = "PATH",
      description = "Bundle, archive or folder. Repeatable.")
  private List<String> bundles = new ArrayList<>();

  @Option(
      names = {"-i", "--input"},
      paramLabel = "FILE",
      description = "Input document, JSON or YAML; - reads the standard input.")
  private String input = "";

  @Option(names = "--timeout", paramLabel = "SECONDS", description = "Default: 5.")
  private int timeout = 5;

  @Option(names = "--v0-compatible", description = "Read old files as Rego v0.")
  private boolean v0;

  @Option(
      names = {"-s", "--schema"},
      paramLabel = "PATH",
      description =
          "JSON Schema of the input, or a folder of schemas that annotations name, for the type checker.")
  private String schema = "";

  /** Compiled policies with their documents; policy is null when a finding is an error. */
  record Loaded(
      PolicyFiles files,
      @Nullable Policy policy,
      @Nullable JsonNode input,
      Limits limits,
      List<Diagnostic> findings) {}

  /** What a command needs that only evaluates. */
  record Ready(
      PolicyFiles files, Policy policy, @Nullable Value input, Value data, Limits limits) {}

  /** Everything compiled; or null when something is wrong, which is shown. */
  @Nullable Ready ready(Context context, boolean json) throws IOException {
    Loaded loaded = load(context, List.of(), CompileOptions.DEFAULT);
    Policy policy = loaded.policy();
    if (policy == null) {
      Printing.findings(context.terminal(), loaded.files(), loaded.findings(), json);
      return null;
    }
    return new Ready(
        loaded.files(),
        policy,
        JsonValues.fromNullable(loaded.input()),
        JsonValues.from(loaded.files().data()),
        loaded.limits());
  }

  Loaded load(Context context, List<String> more, CompileOptions options) throws IOException {
    PolicyFiles files = new PolicyFiles(context);
    for (String path : data) {
      files.add(path);
    }
    for (String path : more) {
      files.add(path);
    }
    Bundle before = null;
    for (String path : bundles) {
      before = files.addBundle(path, null, before);
    }
    JsonNode document = input.isEmpty() ? null : files.document(input);
    List<Diagnostic> findings = new ArrayList<>(files.findings());
    Limits limits = Limits.DEFAULT.withTime(Duration.ofSeconds(timeout));
    boolean unreadable = findings.stream().anyMatch(Diagnostic::isError);
    SchemaSet schemas = schema.isEmpty() ? null : SchemaFiles.read(context, schema);
    Rego.Compilation compiled =
        Rego.compile(
            files.modules(),
            options.withV0(v0).withOldFiles(files.oldFiles()).withSchemas(schemas));
    compiled.diagnostics().stream()
        .filter(d -> !unreadable || d.code().equals("rego_parse_error"))
        .forEach(findings::add);
    return new Loaded(files, unreadable ? null : compiled.policy(), document, limits, findings);
  }
}
