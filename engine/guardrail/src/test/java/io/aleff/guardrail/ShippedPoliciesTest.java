package io.aleff.guardrail;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.definition.SourceText;
import io.aleff.guardrail.Decision.Verdict;
import io.aleff.guardrail.signals.SignalEvaluator;
import io.aleff.guardrail.signals.SignalSettings;
import io.aleff.rego.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The policies and rules of the default release, through a real child JVM and real Rego. */
class ShippedPoliciesTest {

  private static SignalEvaluator evaluator;

  @BeforeAll
  static void start() throws IOException {
    evaluator =
        SignalEvaluator.start(SignalSettings.defaults().evaluatingFor(Duration.ofSeconds(30)));
  }

  @AfterAll
  static void stop() {
    evaluator.close();
  }

  @Test
  void passTheirOwnTests() throws IOException {
    List<PolicyTests.Result> results =
        PolicyTests.run(texts(".rego"), texts(".drl"), texts(".test.yaml"), evaluator);

    assertThat(results).hasSizeGreaterThan(7).allMatch(PolicyTests.Result::passed);
  }

  @Test
  void decide() throws IOException {
    Guardrails guardrails =
        InProcessGuardrails.prepare(texts(".rego"), texts(".drl"), evaluator, Limits.DEFAULT);

    Decision decision = guardrails.decide(InProcessGuardrailsTest.input());

    assertThat(decision.verdict()).as(decision.reasons().toString()).isEqualTo(Verdict.ALLOW);
    assertThat(decision.signals().facts())
        .extracting(Decision.Signal::name)
        .doesNotContain("irreversible");
  }

  @Test
  void denyWhenTheRulesDoNotCompile() throws IOException {
    SourceText broken = new SourceText("x.drl", "rule \"x\" when then System.exit(0); end");

    Decision decision =
        InProcessGuardrails.prepare(texts(".rego"), List.of(broken), evaluator, Limits.DEFAULT)
            .decide(InProcessGuardrailsTest.input());

    assertThat(decision.verdict()).isEqualTo(Verdict.DENY);
    assertThat(decision.reasons().toString()).contains("x.drl:1:");
  }

  private static List<SourceText> texts(String suffix) throws IOException {
    Path root = Path.of("..", "..", "definitions").toRealPath();
    List<SourceText> texts = new ArrayList<>();
    try (Stream<Path> files = Files.walk(root.resolve("policies"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(suffix)).sorted().toList()) {
        texts.add(new SourceText(root.relativize(file).toString(), Files.readString(file)));
      }
    }
    return texts;
  }
}
