package io.aleff.rego.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.definition.Json;
import io.aleff.definition.SourceText;
import io.aleff.rego.CompileOptions;
import io.aleff.rego.Limits;
import io.aleff.rego.Policy;
import io.aleff.rego.Rego;
import io.aleff.rego.coverage.Coverage;
import io.aleff.rego.test.TestRun;
import io.aleff.rego.value.JsonValues;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ExplanationTest {

  private static final SourceText POLICY =
      new SourceText(
          "p.rego",
          """
          package example

          import data.roles

          default allow := false

          allow if {
            is_admin
            input.amount <= limit
          }

          is_admin if "admin" in roles[input.user]

          limit := 100
          """);

  private static final SourceText TESTS =
      new SourceText(
          "p_test.rego",
          """
          package example_test

          import data.example

          test_admin if {
            example.allow with input as {"user": "ana", "amount": 5}
          }

          test_wrong if {
            amount := 7
            amount == 8
          }

          todo_test_later if false
          """);

  private static Policy policy(SourceText... sources) {
    return Objects.requireNonNull(
        Rego.compile(List.of(sources), CompileOptions.DEFAULT.withMockable(true)).policy());
  }

  private static final io.aleff.rego.value.Value DATA =
      JsonValues.from(Json.MAPPER.readTree("{\"roles\": {\"ana\": [\"admin\"]}}"));

  @Test
  void showsWhichExpressionPreventedADecision() {
    Explanation explanation = new Explanation();
    policy(POLICY)
        .query(
            "data.example.allow",
            JsonValues.from(Json.MAPPER.readTree("{\"user\": \"ana\", \"amount\": 500}")),
            DATA,
            Limits.DEFAULT,
            explanation);
    String text = new ExplanationText(List.of(POLICY)).text(explanation);
    assertThat(text)
        .contains("✗ data.example.allow gave nothing", "✓ is_admin", "✗ input.amount <= limit")
        .contains("input.amount = 500", "✓ data.example.is_admin = true");
  }

  @Test
  void showsTheFailingExpressionOfATestWithItsValues() {
    List<TestRun.Result> results =
        new TestRun(policy(POLICY, TESTS), DATA, Limits.DEFAULT, null).run(null);
    assertThat(results)
        .extracting(TestRun.Result::name, TestRun.Result::outcome)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("test_admin", TestRun.Outcome.PASS),
            org.assertj.core.groups.Tuple.tuple("test_wrong", TestRun.Outcome.FAIL),
            org.assertj.core.groups.Tuple.tuple("todo_test_later", TestRun.Outcome.SKIPPED));
    TestRun.Result wrong = results.get(1);
    assertThat(Objects.requireNonNull(wrong.failing()).line()).isEqualTo(11);
    assertThat(ExplanationText.bindings(wrong.values())).isEqualTo("amount = 7");
    assertThat(
            new TestRun(policy(POLICY, TESTS), DATA, Limits.DEFAULT, null)
                .run(Pattern.compile("admin$")))
        .hasSize(1);
  }

  @Test
  void countsTheLinesThatTestsReach() {
    Policy policy = policy(POLICY, TESTS);
    Coverage coverage = new Coverage();
    new TestRun(policy, DATA, Limits.DEFAULT, coverage).run(Pattern.compile("test_admin"));
    Coverage.FileCoverage file =
        Objects.requireNonNull(coverage.report(policy.modules()).files().get("p.rego"));
    assertThat(file.covered()).contains(7, 8, 9, 12, 14);
    assertThat(file.notCovered()).containsExactly(5);
    assertThat(coverage.report(policy.modules()).percent()).isBetween(40.0, 90.0);
    assertThat(coverage.report(policy.modules()).json().at("/files/p.rego/coverage").asDouble())
        .isGreaterThan(70);
  }

  @Test
  void findsWhatADecisionReads() {
    Dependencies found = Dependencies.of("data.example.allow", policy(POLICY).modules());
    assertThat(found.base()).containsExactly("data.roles[_]", "input.amount", "input.user");
    assertThat(found.rules())
        .containsExactly("data.example.allow", "data.example.is_admin", "data.example.limit");
    assertThat(Dependencies.of("data.nothing", policy(POLICY).modules()).rules()).isEmpty();
  }
}
