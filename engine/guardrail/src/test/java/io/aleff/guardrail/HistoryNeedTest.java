package io.aleff.guardrail;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.definition.SourceText;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryNeedTest {

  private static final String NO_HISTORY = "allow if input.action.connector == \"mail\"";

  @Test
  void rulesThatLookAtNoneNeedNone() {
    assertThat(need("Action()", NO_HISTORY)).isEqualTo(HistoryNeed.NONE);
  }

  @Test
  void literalsOfEachPatternNarrowWhatIsNeeded() {
    String rule =
        """
        accumulate( HistoryEntry( connector == "mail", ageSeconds < 3600 ); $n : count(); $n > 3 )
        not HistoryEntry( verdict == "deny", requester == "eve" )
        """;

    assertThat(need(rule, NO_HISTORY))
        .isEqualTo(
            new HistoryNeed(
                false,
                List.of(
                    Map.of("connector", "mail"), Map.of("verdict", "deny", "requester", "eve"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HistoryEntry()",
        "HistoryEntry( connector == \"mail\" || verdict == \"deny\" )",
        "HistoryEntry( connector != \"mail\" )",
        "HistoryEntry( outcome == \"done\" )",
        "Action( $c : connector ) HistoryEntry( connector == $c )",
        "HistoryEntry( connector == \"mail\" ) exists HistoryEntry( ageSeconds < 60 )",
      })
  void whateverElseMayMatchNeedsAll(String rule) {
    assertThat(need(rule, NO_HISTORY)).isEqualTo(HistoryNeed.ALL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "allow if count(input.history) < 3",
        "allow if input[\"history\"]",
        "allow if { some name; input[name] }",
        "allow if { whole := input; whole.history }",
        "allow if object.get(input, \"history\", []) == []",
        "allow if { some i in [1]; x := [y | y := input.history[i]]; x }",
        "allow if { every e in input.history { e.verdict == \"allow\" } }",
        "allow if $\"{input.history}\" == \"\"",
        "allow if { true } else if input.history",
        "f(x) if x.history\n\nallow if f(input)",
      })
  void policiesThatMayLookAtTheHistoryNeedAll(String policy) {
    assertThat(need("Action()", policy)).isEqualTo(HistoryNeed.ALL);
  }

  @Test
  void importsOfTheInputCount() {
    assertThat(need("Action()", "allow if past", "import input.history as past"))
        .isEqualTo(HistoryNeed.ALL);
    assertThat(need("Action()", "allow if action", "import input.action as action"))
        .isEqualTo(HistoryNeed.NONE);
  }

  private static HistoryNeed need(String rule, String policy, String... imports) {
    String rego =
        "package aleff.guardrails.t\n\n" + String.join("\n", imports) + "\n\n" + policy + "\n";
    String drl =
        """
        package a;
        import io.aleff.guardrail.facts.Action;
        import io.aleff.guardrail.facts.HistoryEntry;
        import io.aleff.guardrail.facts.Signal;
        rule "r" when %s then insert( new Signal( "s", 1, "" ) ); end
        """
            .formatted(rule);
    PolicySet.Compilation compiled =
        PolicySet.compile(
            List.of(new SourceText("policies/rego/t.rego", rego)),
            List.of(new SourceText("policies/drools/a.drl", drl)));
    return Objects.requireNonNull(compiled.policies(), () -> compiled.diagnostics().toString())
        .history();
  }
}
