package io.aleff.rego;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.definition.Json;
import io.aleff.definition.SourceText;
import io.aleff.rego.value.JsonValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What {@code print} and {@code trace} say. */
class PrintTest {

  private static List<String> printed(String rules, String query) {
    Policy policy =
        Objects.requireNonNull(
            Rego.compile(List.of(new SourceText("p.rego", "package p\n\n" + rules))).policy());
    List<String> lines = new ArrayList<>();
    Tracer.Notes notes = (at, text) -> lines.add(at.line() + " " + text);
    QueryResult result =
        policy.query(
            query,
            JsonValues.from(Json.MAPPER.readTree("{\"a\": \"x\"}")),
            null,
            Limits.DEFAULT,
            notes);
    assertThat(result).isInstanceOf(QueryResult.Bindings.class);
    return lines;
  }

  @Test
  void printsTextsValuesAndWhatIsUndefined() {
    assertThat(
            printed(
                "y if print(\"a is\", input.a, input.b, [1, \"z\"], {\"k\": input.a})", "data.p.y"))
        .containsExactly("3 a is x <undefined> [1, \"z\"] {\"k\": \"x\"}");
  }

  @Test
  void printingChangesNothing() {
    assertThat(printed("y := 3 if print(input.b)\n\nz if data.p.y == 3", "data.p.z"))
        .containsExactly("3 <undefined>");
  }

  @Test
  void printsWhereTheEvaluationGoesOnly() {
    String rules =
        """
        y if {
          input.a == "other"
          print("not here")
        }

        y if {
          trace("here")
        }
        """;
    assertThat(printed(rules, "data.p.y")).containsExactly("9 here");
  }

  @Test
  void theSameCallIsComputedOnce() {
    assertThat(printed("f(x) := x if print(x)\n\ny := [f(1), f(2), f(1)]", "data.p.y"))
        .containsExactly("3 1", "3 2");
    assertThat(
            printed(
                "f(x) := input.a if print(x)\n\ny := [f(1), z]\n\nz := v if v := f(1) with input.a as 2",
                "data.p.y"))
        .as("computed again with another input")
        .containsExactly("3 1", "3 1");
  }
}
