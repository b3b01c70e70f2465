package io.aleff.guardrail.signals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.aleff.definition.Json;
import io.aleff.definition.SourceText;
import io.aleff.guardrail.Decision;
import io.aleff.guardrail.Resources;
import io.aleff.guardrail.drl.RuleSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Against a real child JVM. */
class SignalEvaluatorTest {

  private static SignalEvaluator evaluator;

  @BeforeAll
  static void start() throws IOException {
    evaluator =
        SignalEvaluator.start(SignalSettings.defaults().evaluatingFor(Duration.ofSeconds(5)));
    assertThat(evaluator.compile(RULES)).isNull();
  }

  @AfterAll
  static void stop() {
    evaluator.close();
  }

  private static final RuleSet RULES =
      Resources.rules(Resources.text("drl/allowed/everything.drl"));

  /** Its regular expression backtracks for years on {@code aaaa…!}. */
  private static final RuleSet SLOW =
      Resources.rules(
          new SourceText(
              "slow.drl",
              """
              package slow
              import io.aleff.guardrail.facts.*
              rule "slow" when Argument( text matches "(.*a){40}b" )
              then insert(new Signal("slow", 1, "")); end
              """));

  private static final RuleSet ENDLESS =
      Resources.rules(
          new SourceText(
              "endless.drl",
              """
              package endless
              import io.aleff.guardrail.facts.*
              rule "start" when Action() then insert(new Signal("s", 1, "")); end
              rule "endless" when $s : Signal() then insert(new Signal("s", 1, "")); end
              """));

  @Test
  void raisesSignalsInAFixedOrder() {
    Evaluation evaluation = evaluator.evaluate(RULES, input());

    assertThat(evaluation).isInstanceOf(Evaluation.Raised.class);
    Decision.Signals signals = ((Evaluation.Raised) evaluation).signals();
    assertThat(signals.facts())
        .containsExactly(
            new Decision.Signal("amount-splitting", 40, "paid 700.50 in 3 parts, top 300.50"),
            new Decision.Signal("budget-low", 30, "money: 100"),
            new Decision.Signal("budget-low", 30, "money: 100"),
            new Decision.Signal("budget-low", 30, "money: 100"),
            new Decision.Signal("night", 5, "hour 3"),
            new Decision.Signal("night", 5, "hour 3"));
    assertThat(signals.risk()).isEqualTo(100);
  }

  @Test
  void meansTheSameByEveryOperator() {
    RuleSet rules = Resources.rules(Resources.text("drl/allowed/operators.drl"));

    Evaluation evaluation = evaluator.evaluate(rules, input());

    assertThat(evaluation).isInstanceOf(Evaluation.Raised.class);
    assertThat(((Evaluation.Raised) evaluation).signals().facts())
        .extracting(Decision.Signal::name)
        .allMatch(name -> name.startsWith("yes"))
        .hasSize(rules.size() / 2);
  }

  @Test
  void answersManyAtOnce() {
    Evaluation alone = evaluator.evaluate(RULES, input());
    List<CompletableFuture<Evaluation>> all =
        IntStream.range(0, 200)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> evaluator.evaluate(RULES, input())))
            .toList();

    assertThat(all).allSatisfy(one -> assertThat(one.join()).isEqualTo(alone));
  }

  @Test
  void killsTheChildAtTheDeadlineAndComesBack() {
    List<ProcessHandle> before = evaluator.processes();
    long restarts = evaluator.restarts();

    Evaluation slow = evaluator.evaluate(SLOW, slowInput());

    assertThat(slow)
        .isInstanceOfSatisfying(
            Evaluation.Failed.class, failed -> assertThat(failed.code()).isEqualTo("deadline"));
    await().untilAsserted(() -> assertThat(before).noneMatch(ProcessHandle::isAlive));
    awaitAnswer();
    assertThat(evaluator.restarts()).isGreaterThan(restarts);
    assertThat(evaluator.isReady()).isTrue();
  }

  @Test
  void failsWhatWasUnderWayWhenTheChildIsKilled() {
    CompletableFuture<Evaluation> underWay =
        CompletableFuture.supplyAsync(() -> evaluator.evaluate(SLOW, slowInput()));
    await().until(() -> evaluator.underWay() > 0);

    evaluator.processes().getLast().destroyForcibly();

    assertThat(underWay.join())
        .isInstanceOfSatisfying(
            Evaluation.Failed.class, failed -> assertThat(failed.code()).isEqualTo("child-died"));
    awaitAnswer();
  }

  @Test
  void stopsRulesThatFeedThemselves() {
    assertThat(evaluator.evaluate(ENDLESS, input()))
        .isInstanceOfSatisfying(
            Evaluation.Failed.class, failed -> assertThat(failed.code()).isEqualTo("fire-limit"));
    assertThat(evaluator.evaluate(RULES, input())).isInstanceOf(Evaluation.Raised.class);
  }

  @Test
  void saysWhatIsolatesTheChildAndNeverRunsAsRoot() throws IOException {
    assertThat(evaluator.isolation()).isNotBlank();
    String status =
        Files.readString(Path.of("/proc/" + evaluator.processes().getLast().pid() + "/status"));

    assertThat(status).doesNotContainPattern("Uid:\\s+0");
  }

  private static void awaitAnswer() {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(evaluator.evaluate(RULES, input()))
                    .isInstanceOf(Evaluation.Raised.class));
  }

  private static ObjectNode slowInput() {
    ObjectNode input = input();
    ((ObjectNode) input.path("action").path("arguments")).put("to", "a".repeat(60) + "!");
    return input;
  }

  private static ObjectNode input() {
    return (ObjectNode)
        Json.MAPPER.readTree(
            """
            {"action": {"connector": "payments", "operation": "pay", "reversibility": "irreversible",
              "arguments": {"amount": 400, "to": "x@else.org"}, "effects": ["money-moved"],
              "digest": "d", "egress": ["a.example"]},
             "plan": {"goal": "pay", "task_path": ["pay", "transfer"], "step": "s1", "attempt": 1},
             "actor": {"requester": "ana", "tenant": "t", "roles": ["requester"], "channel": "t1"},
             "usage": {"counts": {"money": 3}, "amounts": {"money": 95.5}, "budgets": {"money": 100}},
             "history": [
               {"at": "2026-11-21T02:30:00Z", "connector": "payments", "operation": "pay",
                "amount": 300, "verdict": "allow", "outcome": "done"},
               {"at": "2026-11-21T02:40:00Z", "connector": "payments", "operation": "pay",
                "amount": 300.50, "verdict": "allow", "outcome": "done"},
               {"at": "2026-11-21T02:50:00Z", "connector": "payments", "operation": "pay",
                "amount": 100, "verdict": "allow", "outcome": "done"}],
             "environment": {"sandbox": {"available": true, "kind": "sandbox"}, "egress": [], "now": "2026-11-21T03:00:00Z"}}
            """);
  }
}
