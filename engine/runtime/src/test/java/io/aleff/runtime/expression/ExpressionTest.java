package io.aleff.runtime.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aleff.runtime.expression.ExpressionParser.Parsed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {

  private static @Nullable Object evaluate(String text, Map<String, Object> variables) {
    Parsed parsed = ExpressionParser.parse(text);
    assertThat(parsed).isInstanceOf(Parsed.Valid.class);
    return new ExpressionEvaluator(variables::get, (name, arguments) -> name + arguments)
        .evaluate(((Parsed.Valid) parsed).expression());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
      ${a == 'x'} | true
      ${a != "x"} | false
      ${n > 2 && n <= 3} | true
      ${n gt 3 or not (a eq 'x')} | false
      ${missing == null} | true
      ${!t} | false
      ${aleff.step('plan', 1)} | step[plan, 1]
      plain text | plain text
      #{ a } | x
      """)
  void readsAndEvaluates(String text, String expected) {
    Map<String, Object> variables = new HashMap<>(Map.of("a", "x", "n", 3L, "t", true));
    assertThat(String.valueOf(evaluate(text, variables))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${a.b}", "${a['b']}", "${a.b()}", "${f()}", "${aleff}", "${aleff.plan}", "${a:b()}",
        "${''.getClass()}", "${'a'.length()}", "${1 + 1}", "${a = 1}", "${a ? b : c}", "${}", "${",
        "x ${a}", "${a}${b}", "${[1]}", "${a -> b}", "${'unclosed}", "${a ==}", "${(a}"
      })
  void refusesEverythingElse(String text) {
    assertThat(ExpressionParser.parse(text)).isInstanceOf(Parsed.Invalid.class);
  }

  @Test
  void seesNoObjects() {
    assertThatThrownBy(() -> evaluate("${a}", Map.of("a", List.of())))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void survivesDeepNesting() {
    assertThat(ExpressionParser.parse("${" + "(".repeat(900) + "a" + ")".repeat(900) + "}"))
        .isInstanceOf(Parsed.Invalid.class);
  }
}
