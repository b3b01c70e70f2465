package io.aleff.rego;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.definition.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Small modules, right and wrong: {@code opa check} 1.4.2 accepts and refuses the same ones, with
 * the same codes.
 */
class CheckedModulesTest {

  private static final Path CASES = Path.of("src/test/resources/checked-modules.txt");
  private static final CompileOptions OPTIONS = CompileOptions.DEFAULT.withMockable(true);

  @Test
  void findsWhatIsWrongAndNothingElse() throws IOException {
    List<String> wrong = new ArrayList<>();
    String[] cases = Files.readString(CASES).split("\n---\n", -1);
    for (String text : cases) {
      List<String> expected = text.lines().takeWhile(line -> line.startsWith("# ")).toList();
      String module =
          "package t\n" + String.join("\n", text.lines().skip(expected.size()).toList());
      List<String> found = found(module);
      if (!found.equals(expected)) {
        wrong.add(text + "\nfound: " + found);
      }
    }
    assertThat(cases.length).isGreaterThan(300);
    assertThat(wrong).isEmpty();
  }

  private static List<String> found(String module) {
    Rego.Compilation compiled =
        Rego.compile(List.of(new SourceText("t.rego", module + "\n")), OPTIONS);
    return compiled.diagnostics().isEmpty()
        ? List.of("# accepted")
        : compiled.diagnostics().stream()
            .map(
                d ->
                    "# %d %s: %s"
                        .formatted(
                            d.location().line(),
                            d.code(),
                            d.message().lines().findFirst().orElse("")))
            .toList();
  }

  @Test
  void saysWhatIsThereInstead() {
    Rego.Compilation compiled =
        Rego.compile(
            List.of(
                new SourceText(
                    "t.rego", "package t\n\nlimits := {\"amount\": 1}\n\nx := limits.amuont\n")));
    assertThat(compiled.diagnostics())
        .singleElement()
        .satisfies(
            d -> {
              assertThat(d.message())
                  .isEqualTo(
                      """
                      undefined ref: data.t.limits.amuont
                      \tdata.t.limits.amuont
                      \t              ^
                      \t              have: "amuont"
                      \t              want (one of): ["amount"]\
                      """);
              assertThat(d.hint()).isEqualTo("Maybe \"amount\"?");
            });
  }

  /** Types that double with each rule end as any type, quickly. */
  @Test
  void typesDoNotExplode() {
    StringBuilder module = new StringBuilder("package t\n\nx0 := [1]\n");
    for (int i = 1; i < 200; i++) {
      module.append("\nx%d := [x%d, x%d, {\"a\": x%d}]\n".formatted(i, i - 1, i - 1, i - 1));
    }
    long start = System.nanoTime();
    assertThat(found(module.toString())).containsExactly("# accepted");
    assertThat(System.nanoTime() - start).isLessThan(10_000_000_000L);
  }
}
