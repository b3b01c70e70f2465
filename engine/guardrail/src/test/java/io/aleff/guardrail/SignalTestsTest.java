package io.aleff.guardrail;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.definition.SourceText;
import io.aleff.guardrail.Decision.Signal;
import io.aleff.guardrail.Decision.Signals;
import io.aleff.guardrail.signals.Evaluation;
import io.aleff.guardrail.signals.SignalSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignalTestsTest {

  private static final SourceText RULES =
      new SourceText(
          "policies/drools/risk/risk.drl",
          """
          package risk
          import io.aleff.guardrail.facts.*
          rule "r" when Action() then insert(new Signal("r", 1, "")); end
          """);

  /** Stands in for the child: one signal for each entry of the history. */
  private static final SignalSource COUNTING =
      (rules, input) -> {
        List<Signal> facts =
            input.path("history").valueStream().map(e -> new Signal("one", 7, "x")).toList();
        return new Evaluation.Raised(new Signals(7 * facts.size(), facts));
      };

  @Test
  void comparesSignalsAndRisk() {
    List<PolicyTests.Result> results =
        run(
            """
            apiVersion: aleff/v1
            kind: PolicyTest
            rules: [risk.drl]
            tests:
              - name: both match
                input: {action: {connector: mail}}
                history: [{verdict: deny}, {verdict: deny}]
                expect: {risk: 14, signals: [{name: one, weight: 7}, {name: one, evidence: x}]}
              - name: wrong risk
                input: {}
                expect: {risk: 1}
              - name: missing signal
                input: {}
                expect: {signals: [{name: one}]}
              - name: unexpected signal
                input: {}
                history: [{verdict: deny}]
                expect: {signals: []}
            """);

    assertThat(results)
        .extracting(PolicyTests.Result::passed)
        .containsExactly(true, false, false, false);
    assertThat(results.get(1).message()).isEqualTo("risk 0 instead of 1");
    assertThat(results.get(1).location().line()).isEqualTo(9);
  }

  @Test
  void failsFilesThatTestNothing() {
    String header = "apiVersion: aleff/v1\nkind: PolicyTest\n";

    assertThat(run("kind: [")).allMatch(r -> !r.passed()).isNotEmpty();
    assertThat(run(header)).allMatch(r -> !r.passed()).isNotEmpty();
    assertThat(
            run(header + "rules: [other.drl]\ntests: [{name: a, input: {}, expect: {risk: 0}}]\n"))
        .singleElement()
        .matches(r -> !r.passed());
  }

  @Test
  void failsWhenTheRulesFail() {
    SignalSource dead = (rules, input) -> new Evaluation.Failed("deadline", "Too slow.");
    SourceText test =
        new SourceText(
            "policies/drools/risk/risk.test.yaml",
            """
            apiVersion: aleff/v1
            kind: PolicyTest
            tests: [{name: a, input: {}, expect: {risk: 0}}]
            """);

    assertThat(PolicyTests.run(List.of(), List.of(RULES), List.of(test), dead))
        .singleElement()
        .matches(r -> !r.passed() && r.message().equals("Too slow. (deadline)"));
  }

  private static List<PolicyTests.Result> run(String yaml) {
    SourceText test = new SourceText("policies/drools/risk/risk.test.yaml", yaml);
    return PolicyTests.run(List.of(), List.of(RULES), List.of(test), COUNTING);
  }
}
