package io.aleff.cli.policy;

import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.cli.terminal.SafeText;
import io.aleff.definition.CanonicalJson;
import io.aleff.definition.Json;
import io.aleff.rego.CompileOptions;
import io.aleff.rego.Policy;
import io.aleff.rego.QueryResult;
import io.aleff.rego.Tracer;
import io.aleff.rego.value.JsonValues;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code aleff policy eval}. */
@Command(
    name = "eval",
    mixinStandardHelpOptions = true,
    description = "Evaluates a query, as opa eval does.",
    footer = {
      "",
      "Exit codes: 0 evaluated, 1 undefined with --fail or defined with --fail-defined, 2 error.",
      "Example:",
      "  aleff policy eval -d policies/ -i input.json data.example.allow",
      "  aleff policy eval -b bundle.tar.gz --format raw 'data.example.deny[reason]'"
    })
public final class EvalCommand implements Callable<Integer> {

  private static final int ERROR = 2;

  /** How the result is printed. */
  enum Format {
    JSON,
    PRETTY,
    RAW,
    VALUES,
    BINDINGS
  }

  private final Context context;

  @Parameters(paramLabel = "QUERY", description = "For example data.example.allow")
  private String query = "";

  @Mixin private PolicyOptions options = new PolicyOptions();

  @Option(
      names = {"-f", "--format"},
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}. Default: json.")
  private Format format = Format.JSON;

  @Option(names = "--json", description = "The same as --format json.")
  private boolean json;

  @Option(names = "--fail", description = "Exit with 1 when the result is undefined or empty.")
  private boolean fail;

  @Option(names = "--fail-defined", description = "Exit with 1 when the result is defined.")
  private boolean failDefined;

  @Option(
      names = "--strict-builtin-errors",
      description = "Errors of built-ins end the evaluation.")
  private boolean strictErrors;

  EvalCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    PolicyOptions.Loaded loaded = options.load(context, List.of(), CompileOptions.DEFAULT);
    Policy policy = loaded.policy();
    boolean asJson = json || format == Format.JSON;
    if (policy == null) {
      Printing.findings(context.terminal(), loaded.files(), loaded.findings(), asJson);
      return ERROR;
    }
    QueryText text = QueryText.of(query);
    Tracer.Notes printed = (at, line) -> context.terminal().note(SafeText.lines(line));
    QueryResult result =
        policy.query(
            text.text(),
            JsonValues.fromNullable(loaded.input()),
            JsonValues.from(loaded.files().data()),
            loaded.limits().withStrictBuiltinErrors(strictErrors),
            printed);
    return switch (result) {
      case QueryResult.Rejected r -> {
        Printing.findings(context.terminal(), loaded.files(), r.diagnostics(), asJson);
        yield ERROR;
      }
      case QueryResult.Failed f -> failed(f, asJson);
      case QueryResult.Bindings b -> {
        print(b, text);
        yield (fail && b.solutions().isEmpty()) || (failDefined && !b.solutions().isEmpty())
            ? ExitCode.FAILURE
            : ExitCode.OK;
      }
    };
  }

  private int failed(QueryResult.Failed f, boolean asJson) {
    String place = f.location() == null ? "" : f.location() + ": ";
    if (asJson) {
      ObjectNode error = JsonNodeFactory.instance.objectNode();
      error.put("code", f.code()).put("message", f.message());
      if (f.location() != null) {
        error
            .putObject("location")
            .put("file", f.location().path())
            .put("row", f.location().line())
            .put("col", f.location().column());
      }
      ObjectNode answer = JsonNodeFactory.instance.objectNode();
      answer.putArray("errors").add(error);
      context.terminal().json(answer);
    } else {
      context.terminal().note(SafeText.lines("error: " + place + f.code() + ": " + f.message()));
    }
    return ERROR;
  }

  private void print(QueryResult.Bindings bindings, QueryText text) {
    if (json || format == Format.JSON) {
      context.terminal().json(json(bindings, text));
      return;
    }
    if (bindings.solutions().isEmpty() && format == Format.PRETTY) {
      context.terminal().line("undefined");
    }
    for (Map<String, JsonNode> solution : bindings.solutions()) {
      switch (format) {
        case RAW -> context.terminal().line(raw(solution, text));
        case VALUES -> context.terminal().json(values(solution, text));
        case BINDINGS -> context.terminal().json(named(solution));
        case JSON, PRETTY -> pretty(solution, text);
      }
    }
  }

  private void pretty(Map<String, JsonNode> solution, QueryText text) {
    ObjectNode named = named(solution);
    if (named.isEmpty() && text.names().size() == 1) {
      context.terminal().json(value(solution, text.names().getFirst()));
    } else {
      named
          .properties()
          .forEach(e -> context.terminal().line(SafeText.lines(e.getKey() + " = " + e.getValue())));
    }
  }

  private static String raw(Map<String, JsonNode> solution, QueryText text) {
    return String.join(
        " ",
        text.names().stream()
            .map(name -> value(solution, name))
            .map(v -> v.isString() ? v.stringValue() : CanonicalJson.of(v))
            .toList());
  }

  private static ArrayNode values(Map<String, JsonNode> solution, QueryText text) {
    ArrayNode out = JsonNodeFactory.instance.arrayNode();
    text.names().forEach(name -> out.add(value(solution, name)));
    return out;
  }

  private static JsonNode value(Map<String, JsonNode> solution, String name) {
    JsonNode value = solution.get(name);
    return value == null ? JsonNodeFactory.instance.booleanNode(true) : value;
  }

  private static ObjectNode named(Map<String, JsonNode> solution) {
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    solution.forEach(
        (name, value) -> {
          if (!QueryText.isInternal(name)) {
            out.set(name, value);
          }
        });
    return out;
  }

  private static JsonNode json(QueryResult.Bindings bindings, QueryText text) {
    ObjectNode answer = Json.MAPPER.createObjectNode();
    if (bindings.solutions().isEmpty()) {
      return answer;
    }
    ArrayNode results = answer.putArray("result");
    for (Map<String, JsonNode> solution : bindings.solutions()) {
      ObjectNode one = results.addObject();
      ArrayNode expressions = one.putArray("expressions");
      for (int i = 0; i < text.expressions().size(); i++) {
        ObjectNode expression = expressions.addObject();
        expression.set("value", value(solution, text.names().get(i)));
        expression.put("text", text.expressions().get(i));
        expression.putObject("location").put("row", i + 1).put("col", 1);
      }
      ObjectNode named = named(solution);
      if (!named.isEmpty()) {
        one.set("bindings", named);
      }
    }
    return answer;
  }
}
