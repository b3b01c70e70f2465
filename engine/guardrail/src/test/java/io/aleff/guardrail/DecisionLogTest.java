package io.aleff.guardrail;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.definition.Json;
import io.aleff.definition.SourceText;
import io.aleff.guardrail.Decision.Verdict;
import io.aleff.guardrail.log.DecisionLog;
import io.aleff.rego.Limits;
import io.aleff.rego.Policy;
import io.aleff.rego.Rego;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class DecisionLogTest {

  private final List<ObjectNode> written = new ArrayList<>();

  private Decision decide(String policy, String... mask) {
    Policy compiled =
        Objects.requireNonNull(Rego.compile(List.of(new SourceText("p.rego", policy))).policy());
    DecisionLog log =
        new DecisionLog(
            Map.of("app", "aleff"),
            List.of(mask),
            () -> Instant.parse("2026-11-21T10:00:00Z"),
            () -> "id-1",
            written::add);
    Guardrails deciding =
        input ->
            new Decision(
                Verdict.DENY,
                List.of(new Decision.Reason("x", "because")),
                List.of(),
                List.of(),
                new Decision.Signals(0, List.of()),
                input,
                "digest",
                Duration.ofMillis(3));
    return log.around(deciding, "release-1", compiled, Limits.DEFAULT)
        .decide((ObjectNode) Json.MAPPER.readTree("{\"user\": \"ana\", \"secret\": \"s\"}"));
  }

  @Test
  void writesOneMaskedEntryForEachDecision() {
    Decision decision =
        decide("package system.log\n\nmask contains \"/input/secret\"\n", "/input/user");
    assertThat(decision.verdict()).isEqualTo(Verdict.DENY);
    assertThat(decision.input().path("secret").asString()).isEqualTo("s");
    assertThat(written)
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.path("input").isEmpty()).isTrue();
              assertThat(entry.path("erased").toString())
                  .isEqualTo("[\"/input/user\",\"/input/secret\"]");
              assertThat(entry.at("/bundles/aleff/revision").asString()).isEqualTo("release-1");
              assertThat(entry.at("/result/verdict").asString()).isEqualTo("DENY");
              assertThat(entry.path("decision_id").asString()).isEqualTo("id-1");
            });
  }

  @Test
  void dropsWhatThePolicySays() {
    decide("package system.log\n\ndrop := true\n");
    assertThat(written).isEmpty();
  }
}
