package io.aleff.guardrail.drl;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.Json;
import io.aleff.definition.SourceText;
import io.aleff.guardrail.Resources;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file of the corpus tries to get past the allow-list in another way. */
class HostileRulesTest {

  static Stream<Arguments> corpus() {
    return Json.MAPPER
        .readTree(Resources.text("drl/hostile/corpus.json").text())
        .valueStream()
        .map(
            one ->
                Arguments.of(
                    one.path("name").stringValue(),
                    one.path("code").stringValue(),
                    one.path("drl").stringValue()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("corpus")
  void refuses(String name, String code, String drl) {
    RuleSet.Checked checked = RuleSet.check(List.of(new SourceText(name + ".drl", drl)));

    assertThat(checked.rules()).as("rules of %s", drl).isNull();
    assertThat(checked.diagnostics())
        .isNotEmpty()
        .allMatch(Diagnostic::isError)
        .allMatch(d -> d.location().path().equals(name + ".drl"))
        .anyMatch(d -> d.code().startsWith(code));
  }
}
