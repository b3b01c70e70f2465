package io.aleff.guardrail;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.definition.Json;
import io.aleff.guardrail.Decision.Reason;
import io.aleff.guardrail.Decision.Requirement;
import io.aleff.guardrail.Decision.Verdict;
import io.aleff.guardrail.Verdicts.Ruling;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictsTest {

  private static final List<String> PACKAGES =
      List.of("aleff.guardrails.a", "aleff.guardrails.b.c");

  @Test
  void denyWinsOverEverything() {
    Ruling ruling =
        read(
            """
            {"a": {"allow": true, "approve": [{"group": "g", "reason": "r"}]},
             "b": {"c": {"deny": ["no", {"message": "never"}]}}}
            """);

    assertThat(ruling.verdict()).isEqualTo(Verdict.DENY);
    assertThat(ruling.reasons())
        .containsExactly(
            new Reason("aleff.guardrails.b.c", "no"), new Reason("aleff.guardrails.b.c", "never"));
    assertThat(ruling.requirements()).isEmpty();
  }

  @Test
  void approveWinsOverAllowAndTakesTheStricterOfEachGroup() {
    Ruling ruling =
        read(
            """
            {"a": {"allow": true, "approve": [
                {"group": "finance", "count": 2, "within": "PT8H", "reason": "large"},
                {"group": "security", "reason": "code"}]},
             "b": {"c": {"approve": [
                {"group": "finance", "count": 1, "within": "PT4H", "reason": "late"}]}}}
            """);

    assertThat(ruling.verdict()).isEqualTo(Verdict.APPROVE);
    assertThat(ruling.requirements())
        .containsExactly(
            new Requirement("finance", 2, Duration.ofHours(4), "large; late"),
            new Requirement("security", 1, Duration.ofDays(1), "code"));
  }

  @Test
  void allowsWhenAPackageAllows() {
    Ruling ruling =
        read(
            """
            {"a": {"allow": false, "deny": [], "approve": []},
             "b": {"c": {"allow": true, "obligations": [{"kind": "redact", "field": "to"}]}}}
            """);

    assertThat(ruling.verdict()).isEqualTo(Verdict.ALLOW);
    assertThat(ruling.obligations()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"a\": {}}",
        "{\"a\": {\"allow\": false}}",
        "{\"a\": {\"helper\": true}}",
        "{\"other\": {\"allow\": true}}"
      })
  void deniesWhenNothingAllows(String document) {
    Ruling ruling = read(document);

    assertThat(ruling.verdict()).isEqualTo(Verdict.DENY);
    assertThat(ruling.reasons())
        .containsExactly(new Reason("aleff.guardrails", "nothing allows the action"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"allow\": \"yes\"",
        "\"allow\": 1",
        "\"allow\": []",
        "\"allow\": null",
        "\"deny\": true",
        "\"deny\": false",
        "\"deny\": {\"message\": \"x\"}",
        "\"deny\": \"x\"",
        "\"deny\": [1]",
        "\"deny\": [null]",
        "\"deny\": [{\"text\": \"x\"}]",
        "\"deny\": [[]]",
        "\"approve\": true",
        "\"approve\": {}",
        "\"approve\": [\"finance\"]",
        "\"approve\": [{}]",
        "\"approve\": [{\"group\": \"g\"}]",
        "\"approve\": [{\"group\": \"\", \"reason\": \"r\"}]",
        "\"approve\": [{\"group\": 1, \"reason\": \"r\"}]",
        "\"approve\": [{\"group\": \"g\", \"reason\": \"r\", \"count\": 0}]",
        "\"approve\": [{\"group\": \"g\", \"reason\": \"r\", \"count\": -1}]",
        "\"approve\": [{\"group\": \"g\", \"reason\": \"r\", \"count\": 1.5}]",
        "\"approve\": [{\"group\": \"g\", \"reason\": \"r\", \"count\": \"2\"}]",
        "\"approve\": [{\"group\": \"g\", \"reason\": \"r\", \"count\": 99999999999}]",
        "\"approve\": [{\"group\": \"g\", \"reason\": \"r\", \"within\": \"soon\"}]",
        "\"approve\": [{\"group\": \"g\", \"reason\": \"r\", \"within\": \"-PT1H\"}]",
        "\"approve\": [{\"group\": \"g\", \"reason\": \"r\", \"within\": \"P9999D\"}]",
        "\"approve\": [{\"group\": \"g\", \"reason\": \"r\", \"within\": 5}]",
        "\"approve\": [{\"group\": \"g\", \"reason\": \"r\", \"cuont\": 5}]",
        "\"obligations\": {}",
        "\"obligations\": [\"redact\"]",
        "\"obligations\": [{}]"
      })
  void deniesWhatHasAWrongForm(String rule) {
    Ruling ruling = read("{\"a\": {" + rule + "}, \"b\": {\"c\": {\"allow\": true}}}");

    assertThat(ruling.verdict()).isEqualTo(Verdict.DENY);
    assertThat(ruling.reasons())
        .anyMatch(
            r -> r.source().equals("aleff.guardrails.a") && r.message().contains("wrong form"));
  }

  @Test
  void deniesAPackageThatIsNoObject() {
    assertThat(read("{\"a\": 1, \"b\": {\"c\": {\"allow\": true}}}").verdict())
        .isEqualTo(Verdict.DENY);
  }

  private static Ruling read(String document) {
    return Verdicts.read(Json.MAPPER.readTree(document), PACKAGES);
  }
}
