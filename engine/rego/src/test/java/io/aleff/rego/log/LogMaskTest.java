package io.aleff.rego.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aleff.definition.Json;
import io.aleff.definition.SourceText;
import io.aleff.rego.Limits;
import io.aleff.rego.Policy;
import io.aleff.rego.Rego;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class LogMaskTest {

  private static ObjectNode entry() {
    return new DecisionEntry(
            "d1",
            Instant.parse("2026-11-21T10:00:00Z"),
            Map.of("id", "n1"),
            "aleff",
            "r1",
            "aleff/guardrails",
            Json.MAPPER.readTree("{\"user\": \"ana\", \"password\": \"x\", \"list\": [1, 2]}"),
            Json.MAPPER.readTree("{\"verdict\": \"DENY\"}"),
            null,
            Duration.ofNanos(42))
        .json();
  }

  private static @Nullable ObjectNode masked(String rules, String... paths) {
    Policy policy =
        Objects.requireNonNull(
            Rego.compile(List.of(new SourceText("m.rego", "package system.log\n\n" + rules)))
                .policy());
    return new LogMask(List.of(paths), policy, Limits.DEFAULT).apply(entry());
  }

  @Test
  void writesOpasFields() {
    assertThat(Json.MAPPER.readTree(entry().toString()))
        .isEqualTo(
            Json.MAPPER.readTree(
                """
                {"labels": {"id": "n1"}, "decision_id": "d1",
                 "bundles": {"aleff": {"revision": "r1"}}, "path": "aleff/guardrails",
                 "input": {"user": "ana", "password": "x", "list": [1, 2]},
                 "result": {"verdict": "DENY"}, "timestamp": "2026-11-21T10:00:00Z",
                 "metrics": {"timer_rego_query_eval_ns": 42}}"""));
  }

  @Test
  void policiesRemoveAndReplace() {
    ObjectNode written =
        Objects.requireNonNull(
            masked(
                """
                mask contains "/input/password" if input.input.user == "ana"
                mask contains {"op": "upsert", "path": "/input/user", "value": "***"}
                mask contains "/input/nothing"
                """,
                "/input/list/0"));
    assertThat(written.path("input"))
        .isEqualTo(Json.MAPPER.readTree("{\"user\": \"***\", \"list\": [2]}"));
    assertThat(written.path("erased"))
        .isEqualTo(Json.MAPPER.readTree("[\"/input/list/0\", \"/input/password\"]"));
    assertThat(written.path("masked")).isEqualTo(Json.MAPPER.readTree("[\"/input/user\"]"));
  }

  @Test
  void aMaskThatFailsTakesAllOut() {
    for (String broken :
        List.of(
            "mask := 1",
            "mask contains \"/labels/id\"",
            "mask contains {\"op\": \"odd\", \"path\": \"/input/user\"}",
            "mask := 1 if input\nmask := 2 if input",
            "drop := 1 if input\ndrop := 2 if input")) {
      ObjectNode written = Objects.requireNonNull(masked(broken));
      assertThat(written.has("input")).as(broken).isFalse();
      assertThat(written.has("result")).isFalse();
      assertThat(written.has("mask_error")).isTrue();
    }
  }

  @Test
  void policiesLeaveEntriesOut() {
    assertThat(masked("drop if input.path == \"aleff/guardrails\"")).isNull();
    assertThat(masked("drop if input.path == \"other\"")).isNotNull();
  }

  @Test
  void refusesPathsThatCannotBeMasked() {
    assertThatThrownBy(() -> new LogMask(List.of("/labels"), null, Limits.DEFAULT))
        .hasMessageContaining("/labels");
  }
}
