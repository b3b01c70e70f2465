package io.aleff.rego.conformance;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceLocation;
import io.aleff.definition.SourceText;
import io.aleff.rego.CompileOptions;
import io.aleff.rego.Limits;
import io.aleff.rego.Policy;
import io.aleff.rego.QueryResult;
import io.aleff.rego.Rego;
import io.aleff.rego.value.ArrayValue;
import io.aleff.rego.value.JsonValues;
import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Runs cases in OPA's format: values, codes and texts of errors are compared. */
public final class Conformance {

  private static final CompileOptions OPTIONS = CompileOptions.DEFAULT.withMockable(true);

  private Conformance() {}

  /** Runs all cases. One that fails and uses what Aleff leaves out is skipped. */
  public static ConformanceReport run(List<ConformanceCase> cases) {
    return new ConformanceReport(cases.stream().map(Conformance::result).toList());
  }

  private static ConformanceReport.Result result(ConformanceCase c) {
    String problem = problem(c);
    if (problem == null) {
      return new ConformanceReport.Result(c, ConformanceReport.Outcome.PASSED, null);
    }
    String reason = Exclusion.reason(c.modules(), c.query());
    return reason == null
        ? new ConformanceReport.Result(c, ConformanceReport.Outcome.FAILED, problem)
        : new ConformanceReport.Result(c, ConformanceReport.Outcome.SKIPPED, reason);
  }

  /** Null when a case passes, otherwise why it does not. */
  static @Nullable String problem(ConformanceCase c) {
    try {
      return evaluated(c);
    } catch (RuntimeException e) {
      return "threw " + e;
    }
  }

  private static @Nullable String evaluated(ConformanceCase c) {
    JsonNode node = c.node();
    List<SourceText> sources = new ArrayList<>();
    for (String module : c.modules()) {
      sources.add(new SourceText("test-" + sources.size() + ".rego", module));
    }
    Rego.Compilation compiled = Rego.compile(sources, OPTIONS);
    Policy policy = compiled.policy();
    if (policy == null) {
      return failed(node, text(compiled.diagnostics()));
    }
    Value input =
        node.has("input_term")
            ? term(node.path("input_term").asString())
            : JsonValues.fromNullable(node.get("input"));
    Value data = JsonValues.fromNullable(node.get("data"));
    Limits limits =
        Limits.DEFAULT.withStrictBuiltinErrors(node.path("strict_error").asBoolean(false));
    return switch (policy.query(c.query(), input, data, limits)) {
      case QueryResult.Rejected r -> failed(node, text(r.diagnostics()));
      case QueryResult.Failed f -> {
        String place = f.location() == null ? "" : place(f.location());
        yield failed(node, place + f.code() + ": " + f.message());
      }
      case QueryResult.Bindings b -> compare(node, b.solutions());
    };
  }

  private static String text(List<Diagnostic> diagnostics) {
    return diagnostics.stream()
        .map(d -> place(d.location()) + d.code() + ": " + d.message())
        .collect(Collectors.joining("\n"));
  }

  /** As OPA prints it, without the column. */
  private static String place(SourceLocation at) {
    return at.path() + ":" + at.line() + ": ";
  }

  /** A term that is no JSON, for example a set, as input. */
  private static @Nullable Value term(String text) {
    List<SourceText> source =
        List.of(new SourceText("input.rego", "package input_term\n\nvalue := " + text));
    Policy policy = Objects.requireNonNull(Rego.compile(source).policy());
    return policy.value("data.input_term.value");
  }

  private static @Nullable String failed(JsonNode node, String message) {
    String code = node.path("want_error_code").asString("");
    String text = node.path("want_error").asString("");
    boolean wanted = !code.isEmpty() || !text.isEmpty();
    return wanted && message.contains(code) && message.contains(text)
        ? null
        : "failed with: " + message + (wanted ? "; wanted: " + code + " " + text : "");
  }

  private static @Nullable String compare(JsonNode node, List<Map<String, JsonNode>> solutions) {
    String code = node.path("want_error_code").asString("");
    String text = node.path("want_error").asString("");
    if (!code.isEmpty() || !text.isEmpty()) {
      return "wanted: " + code + " " + text + "; got: " + solutions;
    }
    if (node.has("want_defined")) {
      boolean wanted = node.path("want_defined").asBoolean();
      return wanted != solutions.isEmpty()
          ? null
          : "wanted " + (wanted ? "a" : "no") + " solution; got: " + solutions;
    }
    boolean sort = node.path("sort_bindings").asBoolean(false);
    List<Value> found = new ArrayList<>();
    for (Map<String, JsonNode> solution : solutions) {
      Map<Value, Value> out = new HashMap<>();
      solution.forEach(
          (name, value) -> {
            if (!name.startsWith("$")) {
              out.put(StringValue.of(name), sorted(JsonValues.from(value), sort));
            }
          });
      found.add(ObjectValue.of(out));
    }
    List<Value> wanted = new ArrayList<>();
    for (JsonNode want : node.path("want_result")) {
      Map<Value, Value> out = new HashMap<>();
      if (JsonValues.from(want) instanceof ObjectValue o) {
        o.entries().forEach((name, value) -> out.put(name, sorted(value, sort)));
      }
      wanted.add(ObjectValue.of(out));
    }
    found.sort(Value::compareTo);
    wanted.sort(Value::compareTo);
    return found.equals(wanted) ? null : "got: " + found + "; wanted: " + wanted;
  }

  private static Value sorted(Value value, boolean sort) {
    if (!sort || !(value instanceof ArrayValue array)) {
      return value;
    }
    List<Value> out = new ArrayList<>(array.elements());
    out.sort(Value::compareTo);
    return ArrayValue.of(out);
  }
}
