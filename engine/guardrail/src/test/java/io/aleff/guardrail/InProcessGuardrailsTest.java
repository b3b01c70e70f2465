package io.aleff.guardrail;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.definition.Json;
import io.aleff.definition.SourceText;
import io.aleff.guardrail.Decision.Signal;
import io.aleff.guardrail.Decision.Signals;
import io.aleff.guardrail.Decision.Verdict;
import io.aleff.guardrail.signals.Evaluation;
import io.aleff.guardrail.signals.SignalSource;
import io.aleff.rego.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class InProcessGuardrailsTest {

  private static final SourceText DRL =
      new SourceText(
          "drools/risk.drl",
          """
          package risk
          import io.aleff.guardrail.facts.*
          rule "r" when Action() then insert(new Signal("r", 1, "")); end
          """);

  private static final SourceText REGO =
      new SourceText(
          "rego/main.rego",
          """
          package aleff.guardrails.main

          import rego.v1

          allow if input.action.connector == "code"

          deny contains "this host is not allowed" if "evil.example" in input.action.egress

          approve contains {"group": "approver", "count": 1, "within": "PT4H", "reason": msg} if {
            input.signals.risk >= 40
            msg := sprintf("risk %d", [input.signals.risk])
          }
          """);

  private static final SignalSource CALM =
      (rules, input) -> new Evaluation.Raised(new Signals(0, List.of()));
  private static final SignalSource ALARMED =
      (rules, input) ->
          new Evaluation.Raised(new Signals(55, List.of(new Signal("night", 55, "3 am"))));

  @Test
  void allows() {
    Decision decision = guardrails(CALM).decide(input());

    assertThat(decision.reasons())
        .containsExactly(new Decision.Reason("aleff.guardrails.main", "allowed"));
    assertThat(decision.verdict()).isEqualTo(Verdict.ALLOW);
    assertThat(decision.policyDigest()).hasSize(64);
    assertThat(decision.took()).isPositive();
  }

  @Test
  void letsSignalsRaiseDemandsAndRecordsThem() {
    Decision decision = guardrails(ALARMED).decide(input());

    assertThat(decision.verdict()).isEqualTo(Verdict.APPROVE);
    assertThat(decision.requirements()).hasSize(1);
    assertThat(decision.signals().risk()).isEqualTo(55);
    assertThat(decision.input().path("signals").path("facts").get(0).path("evidence").asString())
        .isEqualTo("3 am");
  }

  @Test
  void denies() {
    ObjectNode input = input();
    ((ObjectNode) input.path("action")).putArray("egress").add("evil.example");

    assertThat(guardrails(ALARMED).decide(input).verdict()).isEqualTo(Verdict.DENY);
  }

  @Test
  void ignoresSignalsThatComeWithTheInput() {
    ObjectNode input = input();
    input.putObject("signals").put("risk", 0).putArray("facts");

    assertThat(guardrails(ALARMED).decide(input).verdict()).isEqualTo(Verdict.APPROVE);
    assertThat(input.path("signals").path("risk").asInt()).isZero();
  }

  @Test
  void deniesWhenThereAreNoSignals() {
    SignalSource dead = (rules, input) -> new Evaluation.Failed("child-died", "It died.");

    Decision decision = guardrails(dead).decide(input());

    assertThat(decision.verdict()).isEqualTo(Verdict.DENY);
    assertThat(decision.reasons())
        .containsExactly(new Decision.Reason("signals", "It died. (child-died)"));
  }

  @Test
  void deniesWhenSomethingThrows() {
    SignalSource broken =
        (rules, input) -> {
          throw new IllegalStateException("bug");
        };

    assertThat(guardrails(broken).decide(input()).verdict()).isEqualTo(Verdict.DENY);
  }

  @Test
  void deniesAnInputOfAnotherForm() {
    ObjectNode unknown = input();
    unknown.put("extra", 1);
    ObjectNode missing = input();
    ((ObjectNode) missing.path("action")).remove("digest");
    ObjectNode noTime = input();
    ((ObjectNode) noTime.path("environment")).put("now", "yesterday");

    for (ObjectNode wrong : List.of(unknown, missing, noTime, Json.MAPPER.createObjectNode())) {
      Decision decision = guardrails(CALM).decide(wrong);

      assertThat(decision.verdict()).isEqualTo(Verdict.DENY);
      assertThat(decision.reasons()).extracting(Decision.Reason::source).containsExactly("input");
    }
  }

  @Test
  void deniesWhenRegoFails() {
    PolicySet conflict =
        policies(
            """
            package aleff.guardrails.x

            allow := true
            limit := 1 if input.action
            limit := 2 if input.plan
            """);
    PolicySet endless =
        policies(
            """
            package aleff.guardrails.x

            allow if {
              some a in numbers.range(1, 5000)
              some b in numbers.range(1, 5000)
              a * b < 0
            }
            """);
    Limits few = Limits.DEFAULT.withSteps(10_000);

    for (PolicySet failing : List.of(conflict, endless)) {
      Decision decision = new InProcessGuardrails(failing, CALM, few).decide(input());

      assertThat(decision.verdict()).isEqualTo(Verdict.DENY);
      assertThat(decision.reasons().toString()).contains("eval_");
    }
  }

  @Test
  void deniesEverythingWithoutPolicies() {
    assertThat(InProcessGuardrails.denying("no release").decide(input()).reasons())
        .containsExactly(new Decision.Reason("guardrails", "no release"));
  }

  /** Without this difference the tests above would also pass on guardrails that ignore Rego. */
  @Test
  void wouldAllowWereTheDenyingRuleSwitchedOff() {
    ObjectNode input = input();
    ((ObjectNode) input.path("action")).putArray("egress").add("evil.example");
    PolicySet off = policies(REGO.text().replace("\"evil.example\" in", "\"off\" in"));

    assertThat(new InProcessGuardrails(off, CALM, Limits.DEFAULT).decide(input).verdict())
        .isEqualTo(Verdict.ALLOW);
  }

  @Test
  void replayListsFlipsOnly() {
    ObjectNode risky = input();
    ((ObjectNode) risky.path("action")).putArray("egress").add("evil.example");
    PolicySet lax = policies(REGO.text().replace("evil.example", "off.example"));

    DecisionReplay.Impact impact =
        DecisionReplay.replay(
            List.of(
                new DecisionReplay.Recorded("1", input(), Verdict.ALLOW),
                new DecisionReplay.Recorded("2", risky, Verdict.DENY)),
            lax,
            CALM,
            Limits.DEFAULT);

    assertThat(impact.replayed()).isEqualTo(2);
    assertThat(impact.flips())
        .singleElement()
        .satisfies(
            flip -> {
              assertThat(flip.id()).isEqualTo("2");
              assertThat(flip.before()).isEqualTo(Verdict.DENY);
              assertThat(flip.candidate().verdict()).isEqualTo(Verdict.ALLOW);
            });
  }

  @Test
  void reportsPoliciesAndRulesTogether() {
    PolicySet.Compilation compilation =
        PolicySet.compile(
            List.of(new SourceText("a.rego", "package aleff.guardrails.a\nx := nope(1)\n")),
            List.of(new SourceText("a.drl", "package a\nglobal java.lang.Runtime r\n")));

    assertThat(compilation.policies()).isNull();
    assertThat(compilation.diagnostics().toString()).contains("a.rego", "a.drl");
  }

  @Test
  void refusesPoliciesThatCannotAllow() {
    assertThat(PolicySet.compile(List.of(), List.of()).diagnostics())
        .extracting(io.aleff.definition.Diagnostic::code)
        .containsExactly("GUARD-001");
  }

  @Test
  void digestChangesWithEveryByteAndIgnoresTests() {
    PolicySet one = policies(REGO.text());
    PolicySet other = policies(REGO.text() + "\n");
    PolicySet tested =
        Objects.requireNonNull(
            PolicySet.compile(
                    List.of(
                        REGO,
                        new SourceText(
                            "rego/main_test.rego", "package aleff.guardrails.main_test")),
                    List.of(DRL))
                .policies());

    assertThat(one.digest()).isNotEqualTo(other.digest()).isEqualTo(tested.digest());
    assertThat(tested.packages()).containsExactly("aleff.guardrails.main");
  }

  @Test
  void policiesReadTheTimeOfTheInput() {
    PolicySet timed =
        policies(
            """
            package aleff.guardrails.x

            allow if time.now_ns() == time.parse_rfc3339_ns(input.environment.now)
            """);

    assertThat(new InProcessGuardrails(timed, CALM, Limits.DEFAULT).decide(input()).verdict())
        .isEqualTo(Verdict.ALLOW);
  }

  @Test
  void takesItsTimeFromTheLimits() {
    long[] now = {0};
    Limits limits =
        Limits.DEFAULT.withTime(Duration.ofHours(1)).withNanoTime(() -> now[0] += 1_000_000);

    assertThat(new InProcessGuardrails(policies(REGO.text()), CALM, limits).decide(input()).took())
        .isGreaterThanOrEqualTo(Duration.ofMillis(1));
  }

  private static InProcessGuardrails guardrails(SignalSource signals) {
    return new InProcessGuardrails(policies(REGO.text()), signals, Limits.DEFAULT);
  }

  private static PolicySet policies(String rego) {
    PolicySet.Compilation compilation =
        PolicySet.compile(List.of(new SourceText("rego/main.rego", rego)), List.of(DRL));
    assertThat(compilation.diagnostics()).isEmpty();
    return Objects.requireNonNull(compilation.policies());
  }

  static ObjectNode input() {
    return (ObjectNode)
        Json.MAPPER.readTree(
            """
            {"action": {"connector": "code", "operation": "python", "arguments": {"n": 1},
              "code": [{"path": "a.py", "text": "print(1)"}], "files": ["a.csv"],
              "reversibility": "reversible", "effects": ["profiled"], "digest": "d", "egress": []},
             "plan": {"goal": "g", "task_path": ["a"], "step": "s", "attempt": 1, "release": "r"},
             "actor": {"requester": "ana", "tenant": "t", "roles": ["requester"], "channel": "web"},
             "usage": {"counts": {"actions": 1}, "amounts": {}, "budgets": {"actionsPerRun": 200}},
             "history": [],
             "environment": {"sandbox": {"available": true, "kind": "sandbox"}, "egress": [], "now": "2026-11-21T10:00:00Z"}}
            """);
  }
}
