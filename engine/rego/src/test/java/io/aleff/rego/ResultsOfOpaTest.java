package io.aleff.rego;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceText;
import io.aleff.rego.value.ArrayValue;
import io.aleff.rego.value.JsonValues;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Modules and queries with what OPA 1.4.2 gave for them: values of {@code x}, or errors. Where a
 * later OPA or a documented difference gives something else, the case is not in the file.
 */
class ResultsOfOpaTest {

  private static final Path FILE = Path.of("src/test/resources/results-of-opa.txt");

  @Test
  void valuesAndErrorsAreThoseOfOpa() throws IOException {
    List<String> differences = new ArrayList<>();
    String[] cases = Files.readString(FILE).stripTrailing().split("\n=====\n", -1);
    for (String one : cases) {
      int result = one.lastIndexOf("\n==> ");
      String given = one.substring(0, result);
      int query = given.lastIndexOf("???");
      String wanted = one.substring(result + 5);
      String got = result(given.substring(0, query), given.substring(query + 3).strip());
      if (!got.equals(wanted)) {
        differences.add(given + "\n  wanted " + wanted + "\n  got    " + got);
      }
    }
    assertThat(differences).isEmpty();
    assertThat(cases.length).isGreaterThan(400);
  }

  private static String result(String module, String query) {
    List<SourceText> sources =
        module.isBlank() ? List.of() : List.of(new SourceText("m.rego", module));
    Rego.Compilation compiled = Rego.compile(sources);
    Policy policy = compiled.policy();
    if (policy == null) {
      return errors(compiled.diagnostics());
    }
    Limits limits = Limits.DEFAULT.withStrictBuiltinErrors(true);
    return switch (policy.query(query, (Value) null, (Value) null, limits)) {
      case QueryResult.Rejected r -> errors(r.diagnostics());
      case QueryResult.Failed f -> "ERR " + f.code() + ": " + f.message();
      case QueryResult.Bindings b -> "OK " + values(b.solutions());
    };
  }

  private static String errors(List<Diagnostic> diagnostics) {
    return "ERR "
        + diagnostics.stream()
            .map(d -> d.code() + ": " + d.message())
            .collect(Collectors.joining(" ; "));
  }

  private static String values(List<Map<String, JsonNode>> solutions) {
    List<Value> out = new ArrayList<>();
    for (Map<String, JsonNode> solution : solutions) {
      JsonNode value = solution.get("x");
      out.add(value == null ? StringValue.of("?") : JsonValues.from(value));
    }
    out.sort(Value::compareTo);
    return JsonValues.write(ArrayValue.of(out));
  }
}
