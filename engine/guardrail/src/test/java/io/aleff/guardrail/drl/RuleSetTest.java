package io.aleff.guardrail.drl;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceText;
import io.aleff.guardrail.Resources;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuleSetTest {

  @Test
  void acceptsEveryAllowedConstruct() {
    RuleSet rules = Resources.rules(Resources.text("drl/allowed/everything.drl"));

    assertThat(rules.size()).isEqualTo(4);
  }

  @Test
  void printsOnlyWhatItUnderstood() {
    RuleSet rules =
        Resources.rules(
            rules("when Action( $x : amount > 10 && < 20, connector == 'a' /* hidden */ )"));

    assertThat(rules.texts())
        .singleElement()
        .asString()
        .contains("Action( $x : amount, (amount > 10) && (amount < 20), connector == \"a\" )")
        .contains("insert(Signal.of(\"found\", 1, \"\"));")
        .doesNotContain("hidden");
  }

  @Test
  void namesPlaceAndNearestWord() {
    Diagnostic found = onlyFinding("when Action( conector == \"mail\" )");

    assertThat(found.code()).isEqualTo("DRL-007");
    assertThat(found.location()).hasToString("rules/a.drl:4:14");
    assertThat(found.hint()).isEqualTo("Maybe \"connector\"?");
    assertThat(found.expected()).contains("connector", "amount");
  }

  @Test
  void namesTheNearestFactType() {
    assertThat(onlyFinding("when Enviroment()").hint()).isEqualTo("Maybe \"Environment\"?");
  }

  @Test
  void reportsEverythingAtOnce() {
    List<Diagnostic> found =
        RuleSet.check(
                List.of(
                    rules(
                        "when Enviroment() Action( amount > \"x\" ) Action( reversability == 'a' )")))
            .diagnostics();

    assertThat(found).extracting(Diagnostic::code).containsExactly("DRL-006", "DRL-011", "DRL-007");
  }

  @Test
  void refusesTheSameRuleNameTwice() {
    SourceText other = new SourceText("rules/b.drl", rules("when Action()").text());

    assertThat(RuleSet.check(List.of(rules("when Action()"), other)).diagnostics())
        .extracting(Diagnostic::code)
        .containsExactly("DRL-013");
  }

  @Test
  void hasTheSameDigestForTheSameRules() {
    RuleSet one = Resources.rules(rules("when Action()"));
    RuleSet same = Resources.rules(rules("when   Action( )  // same"));
    RuleSet other = Resources.rules(rules("when Plan()"));

    assertThat(one.digest()).isEqualTo(same.digest()).isNotEqualTo(other.digest());
  }

  private static Diagnostic onlyFinding(String when) {
    List<Diagnostic> found = RuleSet.check(List.of(rules(when))).diagnostics();
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private static SourceText rules(String when) {
    return new SourceText(
        "rules/a.drl",
        """
        package a
        import io.aleff.guardrail.facts.*
        rule "one"
        %s
        then insert(new Signal("found", 1, "")); end
        """
            .formatted(when));
  }
}
