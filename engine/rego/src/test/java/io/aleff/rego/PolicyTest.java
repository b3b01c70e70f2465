package io.aleff.rego;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.Json;
import io.aleff.definition.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PolicyTest {

  private static final String GUARDRAIL =
      """
      package aleff.guardrails.mail

      import data.aleff.hosts as hosts

      default allow := false

      allow if {
        input.action.operation == "send"
        not external
      }

      external if not endswith(input.action.arguments.to, "@example.com")

      deny contains msg if {
        some file in input.action.files
        not startswith(file.path, "out/")
        msg := sprintf("file %s is outside of out/", [file.path])
      }

      approve contains {"groups": ["finance"], "count": 2} if input.signals.risk >= 70
      """;

  private static Policy policy(String... modules) {
    List<SourceText> sources = new ArrayList<>();
    for (String module : modules) {
      sources.add(new SourceText("policies/rego/p" + sources.size() + ".rego", module));
    }
    Rego.Compilation compiled = Rego.compile(sources);
    assertThat(compiled.diagnostics()).isEmpty();
    return Objects.requireNonNull(compiled.policy());
  }

  private static List<Diagnostic> errors(String module) {
    return Rego.compile(List.of(new SourceText("p.rego", module))).diagnostics();
  }

  private static JsonNode json(String text) {
    return Json.MAPPER.readTree(text);
  }

  private static JsonNode value(Evaluation evaluation) {
    assertThat(evaluation).isInstanceOf(Evaluation.Defined.class);
    return ((Evaluation.Defined) evaluation).value();
  }

  @Test
  void decidesAGuardrailWithReasons() {
    JsonNode input =
        json(
            """
            {"action": {"operation": "send", "arguments": {"to": "a@example.com"},
              "files": [{"path": "out/a"}, {"path": "etc/b"}]}, "signals": {"risk": 80}}
            """);
    Evaluation got =
        policy(GUARDRAIL).evaluate("aleff.guardrails", input, json("{}"), Limits.DEFAULT);
    assertThat(value(got))
        .isEqualTo(
            json(
                """
                {"mail": {"allow": true, "approve": [{"count": 2, "groups": ["finance"]}],
                  "deny": ["file etc/b is outside of out/"]}}
                """));
  }

  @Test
  void undefinedIsNotFalse() {
    Policy policy = policy("package a\np if input.x == 1");
    assertThat(policy.evaluate("a.p", json("{}"), null, Limits.DEFAULT))
        .isInstanceOf(Evaluation.Undefined.class);
  }

  @Test
  void baseDocumentsAndRulesAreOneDocument() {
    Policy policy = policy("package a.b\np := data.a.q + 1");
    Evaluation got = policy.evaluate("a", null, json("{\"a\": {\"q\": 1}}"), Limits.DEFAULT);
    assertThat(value(got)).isEqualTo(json("{\"q\": 1, \"b\": {\"p\": 2}}"));
  }

  @Test
  void conflictsFail() {
    Policy policy = policy("package a\np := 1 if input.x\np := 2 if input.y");
    Evaluation got =
        policy.evaluate("a.p", json("{\"x\": true, \"y\": true}"), null, Limits.DEFAULT);
    assertThat(got)
        .isInstanceOfSatisfying(
            Evaluation.Failed.class, f -> assertThat(f.code()).isEqualTo("eval_conflict_error"));
  }

  @Test
  void unknownFunctionsGetASuggestion() {
    assertThat(errors("package a\np if startwith(input.x, \"a\")"))
        .anySatisfy(
            d -> {
              assertThat(d.code()).isEqualTo("rego_type_error");
              assertThat(d.hint()).contains("startswith");
              assertThat(d.location().line()).isEqualTo(2);
            });
  }

  @Test
  void allErrorsAreReportedAtOnce() {
    List<Diagnostic> found =
        errors("package a\np if x > 1\nq := count()\nr if s\ns if r\nt if not y\n");
    assertThat(found)
        .extracting(Diagnostic::code)
        .contains("rego_unsafe_var_error", "rego_type_error", "rego_recursion_error");
  }

  @Test
  void parseErrorsOfSeveralRulesAreReported() {
    assertThat(errors("package a\np { true }\nq := [1, \nr if }\n"))
        .hasSizeGreaterThanOrEqualTo(2)
        .allSatisfy(d -> assertThat(d.code()).isEqualTo("rego_parse_error"));
  }

  @Test
  void builtinsThatReachOutDoNotCompile() {
    assertThat(errors("package a\np := http.send({\"method\": \"GET\", \"url\": \"http://x\"})"))
        .anySatisfy(d -> assertThat(d.message()).contains("not allowed"));
  }

  @Test
  void wildcardsInNegationAreUnsafe() {
    assertThat(errors("package a\np if not input.x[_] == 1"))
        .anySatisfy(d -> assertThat(d.code()).isEqualTo("rego_unsafe_var_error"));
  }

  @Test
  void manyThreadsShareOnePolicy() throws Exception {
    Policy policy = policy("package a\np := [x * 2 | some x in input.xs]");
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<JsonNode>> all = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        JsonNode input = json("{\"xs\": [" + i + "]}");
        all.add(threads.submit(() -> value(policy.evaluate("a.p", input, null, Limits.DEFAULT))));
      }
      for (int i = 0; i < all.size(); i++) {
        assertThat(all.get(i).get()).isEqualTo(json("[" + 2 * i + "]"));
      }
    }
  }

  @Test
  void queriesBindVariables() {
    Policy policy = policy("package a\nxs := [10, 20]");
    assertThat(policy.query("data.a.xs[i] > 10", (JsonNode) null, null, Limits.DEFAULT))
        .isInstanceOfSatisfying(
            QueryResult.Bindings.class,
            b -> assertThat(b.solutions().getFirst().get("i")).isEqualTo(json("1")));
  }

  /** As OPA 1.4.2 does: operands of calls are computed before the negation. */
  @Test
  void aNegatedCallOfSomethingUndefinedIsUndefined() {
    String module =
        """
        package n

        f(x) := true

        a if not f(input.foo)

        b if not startswith(input.foo, "a")

        c if not input.foo > 1

        d if not [input.foo] == [1]

        e if not input.foo == 1

        g if not input.foo
        """;
    Policy policy =
        java.util.Objects.requireNonNull(
            Rego.compile(java.util.List.of(new SourceText("n.rego", module))).policy());
    assertThat(
            policy.evaluate(
                "n", io.aleff.definition.Json.MAPPER.readTree("{}"), null, Limits.DEFAULT))
        .isEqualTo(
            new Evaluation.Defined(
                io.aleff.definition.Json.MAPPER.readTree("{\"e\": true, \"g\": true}")));
  }
}
