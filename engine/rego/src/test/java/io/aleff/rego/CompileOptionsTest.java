package io.aleff.rego;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.Json;
import io.aleff.definition.SourceText;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CompileOptionsTest {

  private static final String OLD =
      """
      package a

      default allow = false

      allow { input.x == 1 }

      allow {
        input.x == 2
      } {
        input.x == 3
      }

      deny[msg] { msg := "no" }

      size[name] = n { n := count(names[name]) }

      names = {"ab": "xy"}

      f(x) = y { y := x + 1 } else = 0 { true }

      g = f(1)
      """;

  private static Rego.Compilation compile(String module, CompileOptions options) {
    return Rego.compile(List.of(new SourceText("p.rego", module)), options);
  }

  private static Rego.Compilation old(String module, boolean v0) {
    return compile(module, CompileOptions.DEFAULT.withV0(v0));
  }

  private static List<String> strict(String module) {
    return compile(module, CompileOptions.DEFAULT.withStrict(true)).diagnostics().stream()
        .map(Diagnostic::message)
        .toList();
  }

  private static String value(Policy policy, String path, String input) {
    return policy.evaluate(path, Json.MAPPER.readTree(input), null, Limits.DEFAULT)
            instanceof Evaluation.Defined d
        ? d.value().toString()
        : "undefined";
  }

  @Test
  void bodiesNeedNoIfInV0() {
    Policy policy = Objects.requireNonNull(old(OLD, true).policy());
    assertThat(value(policy, "a.allow", "{\"x\": 1}")).isEqualTo("true");
    assertThat(value(policy, "a.allow", "{\"x\": 3}")).isEqualTo("true");
    assertThat(value(policy, "a.allow", "{\"x\": 4}")).isEqualTo("false");
    assertThat(value(policy, "a.deny", "{}")).isEqualTo("[\"no\"]");
    assertThat(value(policy, "a.size", "{}")).isEqualTo("{\"ab\":2}");
    assertThat(value(policy, "a.g", "{}")).isEqualTo("2");
  }

  @Test
  void v1RefusesOldFiles() {
    assertThat(old(OLD, false).diagnostics())
        .anySatisfy(d -> assertThat(d.message()).contains("`if` keyword is required"));
  }

  @Test
  void importOfV1SwitchesToV1() {
    String module = OLD.replace("package a\n", "package a\n\nimport rego.v1\n");
    assertThat(old(module, true).diagnostics()).isNotEmpty();
  }

  @Test
  void strictFindsWhatIsNotUsed() {
    assertThat(
            strict(
                """
                package a

                import data.foo
                import data.bar
                import data.baz as bar

                p if {
                  x := 1
                  some k, v in bar.things
                  v == 2
                }

                f(a, b) := a
                """))
        .containsExactly(
            "import data.foo unused",
            "import must not shadow import data.bar",
            "assigned var x unused",
            "unused argument b. (hint: use _ (wildcard variable) instead)");
  }

  @Test
  void strictFindsShadowedDocumentsAndOldBuiltins() {
    assertThat(strict("package a\n\np if {\n  input := 1\n  input == 1\n}\n\nq := any([true])\n"))
        .containsExactly(
            "variables must not shadow input (use a different variable name)",
            "deprecated built-in function calls in expression: any");
  }

  @Test
  void withoutStrictAllOfThatCompiles() {
    String module = "package a\n\nimport data.foo\n\np if {\n  x := 1\n}\n\nf(a, b) := a\n";
    assertThat(compile(module, CompileOptions.DEFAULT).diagnostics()).isEmpty();
  }

  @Test
  void operandsOfTheWrongTypeAreRefusedInTheWordsOfOpa() {
    String module = "package a\n\np if count(1)\n\nq := upper(2)\n\nr := concat(1, [\"a\"])\n";
    assertThat(compile(module, CompileOptions.DEFAULT).diagnostics())
        .extracting(Diagnostic::message)
        .containsExactly(
            "count: invalid argument(s)\n\thave: (number)\n\twant: (collection: any<string,"
                + " array[any], object[any: any], set[any]>, n: number)",
            "upper: invalid argument(s)\n\thave: (number, ???)\n\twant: (x: string, y: string)",
            "concat: invalid argument(s)\n\thave: (number, array<string>, ???)\n\twant:"
                + " (delimiter: string, collection: any<array[string], set[string]>,"
                + " output: string)");
  }

  @Test
  void filesOfV0MayUseLaterKeywordsAsNames() {
    String names =
        """
        package a

        if { true }

        contains(x, y) { x == y }

        every = 3

        in = 4

        p = [if, every, in] { contains(1, 1) }
        """;
    Policy policy = Objects.requireNonNull(old(names, true).policy());
    assertThat(value(policy, "a.p", "{}")).isEqualTo("[true,3,4]");
    String imported =
        "package a\n\nimport future.keywords.every\n\np { every x in [1] { x == 1 } }\n";
    assertThat(old(imported, true).diagnostics()).isEmpty();
    assertThat(old("package a\n\np if { true }\n", true).diagnostics()).isNotEmpty();
    assertThat(old("package a\n\np { 1 in [1] }\n", true).diagnostics()).isNotEmpty();
    assertThat(old("package a\n\nimport future.keywords.nope\n\np = 1\n", true).diagnostics())
        .singleElement()
        .satisfies(d -> assertThat(d.message()).contains("must be one of [contains every if in]"));
  }

  @Test
  void functionsMayBeNamedLikeOperators() {
    String module = "package a\n\neq(x, y) := x + y\n\np := n if n := eq(1, 2)\n";
    Policy policy = Objects.requireNonNull(compile(module, CompileOptions.DEFAULT).policy());
    assertThat(value(policy, "a.p", "{}")).isEqualTo("3");
  }
}
