package io.aleff.rego;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.definition.SourceText;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Policies from people one does not trust: every one has to end, with a typed failure. */
class LimitsTest {

  private static Evaluation run(String module, Limits limits) {
    Rego.Compilation compiled = Rego.compile(List.of(new SourceText("p.rego", module)));
    assertThat(compiled.diagnostics()).isEmpty();
    return Objects.requireNonNull(compiled.policy()).evaluate("a.p", (JsonNode) null, null, limits);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "p := count(numbers.range(1, 1000000000000))",
        "p := [1 | some i in numbers.range(1, 4000); some j in numbers.range(1, 4000); i > j]",
        "p := [x | some i in numbers.range(1, 5000); x := numbers.range(1, 5000)]",
        "p := count(net.cidr_expand(\"::/0\"))",
        "p if { some i in numbers.range(1, 1000000); count(sprintf(\"%99999d\", [i])) < 0 }",
        "p := bits.lsh(1, 99999999999)",
        "p := regex.match(\"(((a{1,100}){1,100}){1,100}){1,100}\", \"a\")"
      })
  void hostilePoliciesEnd(String rule) {
    Evaluation got = run("package a\n" + rule, Limits.DEFAULT.withStrictBuiltinErrors(true));
    assertThat(got)
        .isInstanceOfSatisfying(
            Evaluation.Failed.class,
            f -> assertThat(f.code()).matches("eval_limit_.*|eval_builtin_error"));
  }

  @Test
  void stepsAreCounted() {
    String module = "package a\np if { some i in numbers.range(1, 1000); i == 1001 }";
    assertThat(run(module, Limits.DEFAULT)).isInstanceOf(Evaluation.Undefined.class);
    assertThat(run(module, Limits.DEFAULT.withSteps(500)))
        .isInstanceOfSatisfying(
            Evaluation.Failed.class, f -> assertThat(f.code()).isEqualTo("eval_limit_steps"));
  }

  @Test
  void timeIsMeasured() {
    String module = "package a\np if { some i in numbers.range(1, 100000); i == 0 }";
    assertThat(run(module, Limits.DEFAULT.withTime(Duration.ofNanos(1))))
        .isInstanceOfSatisfying(
            Evaluation.Failed.class, f -> assertThat(f.code()).isEqualTo("eval_limit_time"));
  }

  @Test
  void resultsAreBounded() {
    assertThat(run("package a\np := numbers.range(1, 100)", Limits.DEFAULT.withResultSize(50)))
        .isInstanceOfSatisfying(
            Evaluation.Failed.class, f -> assertThat(f.code()).isEqualTo("eval_limit_result"));
  }

  @Test
  void deepSourceIsADiagnostic() {
    String deep = "package a\np := " + "[".repeat(50_000) + "]".repeat(50_000);
    assertThat(Rego.compile(List.of(new SourceText("p.rego", deep))).diagnostics())
        .isNotEmpty()
        .allSatisfy(d -> assertThat(d.code()).isEqualTo("rego_parse_error"));
    String chain = "package a\np := 1" + " + 1".repeat(50_000);
    Rego.Compilation compiled = Rego.compile(List.of(new SourceText("p.rego", chain)));
    assertThat(compiled.policy() != null || !compiled.diagnostics().isEmpty()).isTrue();
  }
}
