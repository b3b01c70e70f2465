package io.aleff.rego;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.definition.SourceLocation;
import io.aleff.definition.SourceText;
import io.aleff.rego.value.NumberValue;
import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TracerTest {

  private static final String MODULE =
      """
      package a

      allow if {
        some x in [1, 2]
        y := x + input.z
        y > 6
      }

      allow if input.z == 4
      """;

  /** Writes down what it hears. */
  private static final class Recorder implements Tracer {
    final List<String> heard = new ArrayList<>();

    @Override
    public void enterRule(String path, SourceLocation rule) {
      heard.add("enter " + path + " " + rule.line());
    }

    @Override
    public void ruleValue(String path, SourceLocation rule, Value value) {
      heard.add("value " + path + " " + rule.line() + " " + value);
    }

    @Override
    public void leaveRule(String path, SourceLocation rule) {
      heard.add("leave " + path + " " + rule.line());
    }

    @Override
    public void holds(SourceLocation expression, Bindings bindings) {
      heard.add("holds " + expression.line() + " " + bindings.values());
    }

    @Override
    public void fails(SourceLocation expression, Bindings bindings) {
      heard.add("fails " + expression.line() + " " + bindings.values());
    }
  }

  @Test
  void hearsRulesAndExpressionsWithTheirValues() {
    Policy policy =
        Objects.requireNonNull(Rego.compile(List.of(new SourceText("p.rego", MODULE))).policy());
    Recorder recorder = new Recorder();
    Value input =
        ObjectValue.EMPTY.with(io.aleff.rego.value.StringValue.of("z"), NumberValue.of(4));
    policy.query("data.a.allow", input, null, Limits.DEFAULT, recorder);
    assertThat(recorder.heard)
        .containsSubsequence(
            "enter data.a.allow 3",
            "holds 4 {x=1}",
            "holds 5 {x=1, y=5, input.z=4}",
            "fails 6 {y=5}",
            "holds 4 {x=2}",
            "fails 6 {y=6}",
            "leave data.a.allow 3",
            "enter data.a.allow 9",
            "holds 9 {input.z=4}",
            "value data.a.allow 9 true",
            "leave data.a.allow 9");
  }
}
