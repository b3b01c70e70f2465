package io.aleff.cli.policy;

import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.cli.terminal.SafeText;
import io.aleff.rego.QueryResult;
import io.aleff.rego.explain.Explanation;
import io.aleff.rego.explain.ExplanationText;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code aleff policy explain}. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description =
        "Shows which rules and expressions made a decision, or prevented it, with values.",
    footer = {
      "",
      "Exit codes: 0 evaluated, 2 error.",
      "Example:",
      "  aleff policy explain -d policies/ -i input.json data.example.allow"
    })
public final class ExplainCommand implements Callable<Integer> {

  private static final int ERROR = 2;

  private final Context context;

  @Parameters(paramLabel = "QUERY", description = "For example data.example.allow")
  private String query = "";

  @Mixin private PolicyOptions options = new PolicyOptions();

  @Option(names = "--json", description = "Print JSON for programs.")
  private boolean json;

  ExplainCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    PolicyOptions.Ready ready = options.ready(context, json);
    if (ready == null) {
      return ERROR;
    }
    Explanation explanation = new Explanation();
    QueryText text = QueryText.of(query);
    QueryResult result =
        ready.policy().query(text.text(), ready.input(), ready.data(), ready.limits(), explanation);
    if (result instanceof QueryResult.Rejected r) {
      Printing.findings(context.terminal(), ready.files(), r.diagnostics(), json);
      return ERROR;
    }
    print(result, explanation, new ExplanationText(ready.files().modules()), text);
    return result instanceof QueryResult.Failed ? ERROR : ExitCode.OK;
  }

  private void print(
      QueryResult result, Explanation explanation, ExplanationText words, QueryText text) {
    JsonNode value = value(result, text);
    String problem = result instanceof QueryResult.Failed f ? f.code() + ": " + f.message() : null;
    if (json) {
      ObjectNode answer = JsonNodeFactory.instance.objectNode();
      if (value != null) {
        answer.set("value", value);
      }
      answer.put("defined", value != null).put("error", problem);
      answer.set("rules", words.json(explanation));
      context.terminal().json(answer);
      return;
    }
    String outcome =
        problem != null ? "failed: " + problem : value == null ? "undefined" : value.toString();
    context.terminal().line(SafeText.line(query + " = " + outcome));
    words.text(explanation).lines().forEach(l -> context.terminal().line(SafeText.line(l)));
  }

  private static @Nullable JsonNode value(QueryResult result, QueryText text) {
    if (!(result instanceof QueryResult.Bindings b) || b.solutions().isEmpty()) {
      return null;
    }
    JsonNode value = b.solutions().getFirst().get(text.names().getFirst());
    return value == null ? JsonNodeFactory.instance.booleanNode(true) : value;
  }
}
