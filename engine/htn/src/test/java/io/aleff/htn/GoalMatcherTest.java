package io.aleff.htn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoalMatcherTest {

  private final Domain domain = Given.dataReport();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "analyse sales.csv and send the report to ana@example.com | sales.csv | ana@example.com | en",
        "  ANALYSE   sales.csv, and send the report to Ana Lima! | sales.csv | Ana Lima | en",
        "Analise vendas.csv e envie o relatorio para ana@example.com. | vendas.csv | ana@example.com | pt-BR",
        "analise \"minhas vendas e envie.csv\" e envie o relatório para 'João' | minhas vendas e envie.csv | João | pt-BR",
        "analyse my sales 2024.csv and send the report to ana | my sales 2024.csv | ana | en",
      })
  void understandsGoalsInWords(String words, String source, String to, String language) {
    GoalMatch match = GoalMatcher.match(domain, words);

    assertThat(match).isInstanceOf(GoalMatch.Matched.class);
    GoalMatch.Matched matched = (GoalMatch.Matched) match;
    assertThat(matched.goal()).isEqualTo(Given.goal("deliver-report", "source", source, "to", to));
    assertThat(matched.language()).isEqualTo(language);
  }

  @Test
  void takesTheMoreGeneralPhraseOnlyWhenTheSpecialOneDoesNotFit() {
    assertThat(GoalMatcher.match(domain, "analyse sales.csv"))
        .isInstanceOfSatisfying(
            GoalMatch.Matched.class, m -> assertThat(m.goal().task()).isEqualTo("make-report"));
  }

  @Test
  void namesTheNearestPhrases() {
    assertThat(GoalMatcher.match(domain, "please send ana a report"))
        .isInstanceOfSatisfying(
            GoalMatch.Unmatched.class,
            u ->
                assertThat(u.nearestPhrases())
                    .contains("send {to} a report on {source}")
                    .hasSizeLessThanOrEqualTo(5));
    assertThat(GoalMatcher.match(domain, "")).isInstanceOf(GoalMatch.Unmatched.class);
    assertThat(GoalMatcher.match(domain, "analyse ".repeat(5_000)))
        .isInstanceOf(GoalMatch.Unmatched.class);
  }
}
