package io.aleff.rego.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.definition.SourceText;
import io.aleff.rego.SuiteModules;
import io.aleff.rego.ast.Module;
import io.aleff.rego.parse.ModuleParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormatterTest {

  private static final String MESSY =
      """
      # head comment

      package c.d["e-f"] # pkg


      import rego.v1
      import data.x as y # xx
      # between
      import data.a
      p := {
        "a": 1, # one
        # two
        "b": [ # why
           1, 2,
           3],
        "c": f(1, 2 # odd
        ),
      } # end


      q contains x if { # opening
        some x in input.xs # trailing


        x > 1; x < 10
        y := x +
          # odd place
          1
        not z with input as {"a": 1} with data.foo as 3
          with data.bar as {
            "x": 1
          }
        w := (1+2)*3
        a.b["c"]["d-e"][x] == `raw`
        every k, v in xs { k > 1
        }
        # last
      }
      default r = false
      else_like := 1 if { x } else := 2
      """;

  private static final String NEAT =
      """
      # head comment

      package c.d["e-f"] # pkg

      import data.x as y # xx
      import rego.v1

      # between
      import data.a

      p := {
      	"a": 1, # one
      	# two
      	"b": [ # why
      		1, 2,
      		3,
      	],
      	"c": f(1, 2), # odd
      } # end

      q contains x if { # opening
      	some x in input.xs # trailing

      	x > 1
      	x < 10
      	y := x +
          # odd place
          1
      	not z with input as {"a": 1} with data.foo as 3
      		with data.bar as {"x": 1}
      	w := (1 + 2) * 3
      	a.b.c["d-e"][x] == `raw`
      	every k, v in xs { k > 1 }
      	# last
      }

      default r := false

      else_like := 1 if x else := 2
      """;

  private static Formatter.Result format(String text) {
    return Formatter.format(new SourceText("p.rego", text));
  }

  @Test
  void laysOutAndKeepsComments() {
    assertThat(format(MESSY).text()).isEqualTo(NEAT);
    assertThat(format(NEAT).text()).isEqualTo(NEAT);
  }

  @Test
  void saysWhatIsWrongWithATextThatDoesNotParse() {
    assertThat(format("package p\n\nq if {\n").diagnostics()).isNotEmpty();
    assertThat(format("package p\n\nq if {\n").text()).isNull();
  }

  @Test
  void bracketsThatMatterStay() {
    String text = "package p\n\nq if {\n\tx == (y == z)\n\t(1 in [2]) == false\n}\n";
    assertThat(format(text).text()).isEqualTo(text);
  }

  @Test
  void noticesAChangedMeaning() {
    Module one = parsed("package p\n\nq := 1 + 2\n");
    assertThat(Meaning.same(one, parsed("package p\n\n\nq :=   1+2\n"))).isTrue();
    assertThat(Meaning.same(one, parsed("package p\n\nq := 1 - 2\n"))).isFalse();
    assertThat(Meaning.same(one, parsed("package p\n\n# new\nq := 1 + 2\n"))).isFalse();
  }

  private static Module parsed(String text) {
    return Objects.requireNonNull(ModuleParser.module(new SourceText("p.rego", text)).module());
  }

  @Test
  void isStableOverThePublicCasesAndKeepsTheirMeaning() throws IOException {
    List<SourceText> modules = SuiteModules.read();
    Assumptions.assumeTrue(modules != null);
    int formatted = 0;
    for (SourceText source : Objects.requireNonNull(modules)) {
      Module module = ModuleParser.module(source).module();
      if (module == null) {
        continue;
      }
      String once = Formatter.format(source).text();
      assertThat(once).as(source.path()).isNotNull();
      SourceText again = new SourceText(source.path(), Objects.requireNonNull(once));
      assertThat(Formatter.format(again).text()).as(source.path()).isEqualTo(once);
      Module reread = Objects.requireNonNull(ModuleParser.module(again).module());
      assertThat(Meaning.same(module, reread)).as(source.path()).isTrue();
      formatted++;
    }
    assertThat(formatted).isGreaterThan(1_600);
  }

  @Test
  void writesWhatOpaWrites(@TempDir Path folder) throws IOException, InterruptedException {
    List<SourceText> modules = SuiteModules.read();
    String opa = System.getenv().getOrDefault("ALEFF_OPA", "");
    if (opa.isEmpty()) {
      System.out.println("NOT TESTED: no comparison with opa fmt, $ALEFF_OPA names no opa binary");
    }
    Assumptions.assumeTrue(!opa.isEmpty() && modules != null);
    int same = 0;
    int compared = 0;
    List<String> different = new ArrayList<>();
    List<SourceText> all = Objects.requireNonNull(modules);
    for (int i = 0; i < all.size(); i += 6) {
      SourceText source = all.get(i);
      Path file = Files.writeString(folder.resolve("m.rego"), source.text());
      Process process =
          new ProcessBuilder(opa, "fmt", file.toString())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String theirs =
          new String(
              process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      if (process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0) {
        compared++;
        boolean equal = theirs.equals(Formatter.format(source).text());
        same += equal ? 1 : 0;
        if (!equal) {
          different.add(source.path());
        }
      }
    }
    System.out.println("opa fmt: " + same + " of " + compared + " the same; not " + different);
    assertThat(same).isGreaterThan(compared * 98 / 100);
  }
}
