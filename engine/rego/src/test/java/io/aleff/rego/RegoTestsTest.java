package io.aleff.rego;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.definition.SourceText;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegoTestsTest {

  private static final SourceText POLICY =
      new SourceText(
          "p.rego",
          """
          package p
          allow if http.send({"method": "GET", "url": input.url}).status_code == 200
          """);

  @Test
  void reportsEachTestWithPlaceAndReason() {
    SourceText tests =
        new SourceText(
            "p_test.rego",
            """
            package p_test
            import data.p
            ok(_) := {"status_code": 200}
            test_allowed if p.allow with http.send as ok with input.url as "x"
            test_denied if {
              x := 1
              x == 2
            }
            test_error if p.allow with input.url as "x"
            todo_test_later if false
            """);
    List<TestResult> results = RegoTests.run(List.of(POLICY, tests), null);
    assertThat(results)
        .extracting(TestResult::name, TestResult::outcome, r -> r.location().line())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "data.p_test.test_allowed", TestResult.Outcome.PASSED, 4),
            org.assertj.core.groups.Tuple.tuple(
                "data.p_test.test_denied", TestResult.Outcome.FAILED, 7),
            org.assertj.core.groups.Tuple.tuple(
                "data.p_test.test_error", TestResult.Outcome.ERROR, 2),
            org.assertj.core.groups.Tuple.tuple(
                "data.p_test.todo_test_later", TestResult.Outcome.SKIPPED, 10));
  }

  @Test
  void modulesThatDoNotCompileAreErrors() {
    assertThat(RegoTests.run(List.of(new SourceText("x.rego", "package x\np if y")), null))
        .singleElement()
        .satisfies(r -> assertThat(r.outcome()).isEqualTo(TestResult.Outcome.ERROR));
  }
}
