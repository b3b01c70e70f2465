package io.aleff.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlReaderTest {

  private static YamlReader.Result read(String yaml) {
    return YamlReader.read(new SourceText("x.yaml", yaml));
  }

  private static YamlNode good(String yaml) {
    YamlReader.Result result = read(yaml);
    assertThat(result.diagnostics()).isEmpty();
    assertThat(result.root()).isNotNull();
    return java.util.Objects.requireNonNull(result.root());
  }

  private static List<String> codes(String yaml) {
    YamlReader.Result result = read(yaml);
    assertThat(result.root()).as("an error leaves no root").isNull();
    return result.diagnostics().stream().map(d -> d.code() + "@" + d.location()).toList();
  }

  @Test
  void keepsThePlaceOfEveryValue() {
    YamlNode root = good("a: 1\nb:\n  - x\n  - {c: y}\n");
    assertThat(root.at("a")).extracting(YamlNode::location).hasToString("x.yaml:1:4");
    assertThat(root.at("b", "1", "c")).extracting(YamlNode::location).hasToString("x.yaml:4:9");
    assertThat(((YamlNode.MappingNode) root).keyLocation("b")).hasToString("x.yaml:2:1");
    assertThat(root.at("b", "7")).isNull();
    assertThat(root.at("a", "z")).isNull();
  }

  @Test
  void countsColumnsInUtf16Units() {
    assertThat(good("\"😀\": x\n").at("😀"))
        .extracting(YamlNode::location)
        .hasToString("x.yaml:1:7");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "1|1",
        "-17|-17",
        "0o17|15",
        "0xfF|255",
        "1.5|1.5",
        "1e3|1E+3",
        ".5|0.5",
        "12345678901|12345678901",
        "true|true",
        "False|false",
        "~|null",
        "null|null",
        "yes|\"yes\"",
        "on|\"on\"",
        "NO|\"NO\"",
        "2024-01-01|\"2024-01-01\"",
        "1_000|\"1_000\"",
        "0b1|\"0b1\"",
        "12:30|\"12:30\"",
        "'1'|\"1\"",
        "!!str 1|\"1\"",
        "! 1|\"1\"",
        "!!int 7|7",
        "1.2.3|\"1.2.3\""
      })
  void typesScalarsByTheCoreSchema(String yaml, String json) {
    YamlNode value = good("k: " + yaml).at("k");
    assertThat(value).extracting(v -> v.toJson().toString()).isEqualTo(json);
  }

  @ParameterizedTest
  @ValueSource(strings = {".inf", "-.INF", ".nan", "1e99999", "1e999999999999"})
  void refusesNumbersThatJsonCannotCarry(String number) {
    assertThat(codes("k: " + number)).containsExactly("YAML-009@x.yaml:1:4");
  }

  @Test
  void refusesNumbersOfThousandsOfDigits() {
    assertThat(codes("k: " + "9".repeat(5000))).containsExactly("YAML-009@x.yaml:1:4");
  }

  @Test
  void reportsAllDuplicateKeysAtOnce() {
    assertThat(codes("a: 1\na: 2\nb: {c: 1, c: 2, \"c\": 3}\n1: x\n\"1\": y\n"))
        .containsExactly(
            "YAML-002@x.yaml:2:1",
            "YAML-002@x.yaml:3:11",
            "YAML-002@x.yaml:3:17",
            "YAML-002@x.yaml:5:1");
  }

  @Test
  void keepsEarlierFindingsWhenTheSyntaxBreaksLater() {
    assertThat(codes("a: 1\na: 2\nb: [1, 2\n")).hasSize(2).first().isEqualTo("YAML-002@x.yaml:2:1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "k: !!javax.script.ScriptEngineManager [x]",
        "k: !custom x",
        "k: !!binary aGk=",
        "k: !!set {a, b}",
        "k: !!seq {a: b}",
        "k: !!map [a]"
      })
  void refusesTags(String yaml) {
    assertThat(codes(yaml).getFirst()).isEqualTo("YAML-003@x.yaml:1:4");
  }

  @Test
  void resolvesAliases() {
    assertThat(good("a: &x {n: [1, 2]}\nb: *x\n").toJson())
        .hasToString("{\"a\":{\"n\":[1,2]},\"b\":{\"n\":[1,2]}}");
  }

  @Test
  void suggestsTheAnchorThatWasMeant() {
    YamlReader.Result result = read("a: &defaults {n: 1}\nb: *default\n");
    assertThat(result.diagnostics())
        .singleElement()
        .extracting(Diagnostic::hint)
        .isEqualTo("Maybe \"defaults\"?");
  }

  @Test
  void stopsAliasBombs() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 10; i++) {
      String before = "*a" + (i - 1);
      bomb.append("a%d: &a%d [%s, %s, %s, %s]\n".formatted(i, i, before, before, before, before));
    }
    YamlReader.Result result =
        YamlReader.read(
            new SourceText("x.yaml", bomb.toString()), new YamlLimits(1 << 20, 64, 1000, 100_000));
    assertThat(result.diagnostics()).extracting(Diagnostic::code).containsExactly("YAML-004");
  }

  @Test
  void limitsTheNumberOfAliases() {
    assertThat(codes("a: &x 1\nb: [" + "*x, ".repeat(60) + "1]\n").getFirst())
        .startsWith("YAML-007");
  }

  @Test
  void stopsAliasesThatNestTooDeep() {
    StringBuilder yaml = new StringBuilder("a0: &a0 " + "[".repeat(30) + "]".repeat(30) + "\n");
    yaml.append("a1: &a1 ")
        .append("[".repeat(30))
        .append("*a0")
        .append("]".repeat(30))
        .append('\n');
    yaml.append("a2: ").append("[".repeat(30)).append("*a1").append("]".repeat(30)).append('\n');
    assertThat(codes(yaml.toString())).singleElement().asString().startsWith("YAML-004@x.yaml:3:");
  }

  @Test
  void refusesAnAliasOfItself() {
    assertThat(codes("a: &x [1, *x]\n")).containsExactly("YAML-007@x.yaml:1:11");
  }

  @Test
  void refusesDeepNesting() {
    assertThat(codes("[".repeat(100_000)).getFirst()).isEqualTo("YAML-004@x.yaml:1:65");
  }

  @Test
  void refusesAFileThatIsTooLong() {
    assertThat(codes("#" + "x".repeat(1 << 20))).containsExactly("YAML-004@x.yaml:1:1");
  }

  @Test
  void refusesASecondDocument() {
    assertThat(codes("a: 1\n---\nb: 2\n")).containsExactly("YAML-005@x.yaml:2:1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing\n", "---\n...\n# x\n"})
  void refusesAnEmptyFileOrReadsNull(String yaml) {
    YamlReader.Result result = read(yaml);
    if (result.root() == null) {
      assertThat(result.diagnostics()).extracting(Diagnostic::code).containsExactly("YAML-006");
    } else {
      assertThat(result.root().toJson().isNull()).isTrue();
    }
  }

  @Test
  void refusesKeysThatAreNoText() {
    assertThat(codes("? [a]\n: 1\n")).containsExactly("YAML-008@x.yaml:1:3");
    assertThat(codes("? \n: 1\n")).containsExactly("YAML-008@x.yaml:1:2");
    assertThat(codes("a: &x 1\nb:\n  <<: {c: 1}\n")).containsExactly("YAML-008@x.yaml:3:3");
  }

  @Test
  void saysThatTabsDoNotIndent() {
    YamlReader.Result result = read("a:\n\tb: 1\n");
    assertThat(result.diagnostics())
        .singleElement()
        .satisfies(
            d -> {
              assertThat(d.code()).isEqualTo("YAML-001");
              assertThat(d.location().line()).isEqualTo(2);
              assertThat(d.hint()).startsWith("Maybe ").contains("tabs");
            });
  }

  @Test
  void saysThatAColonNeedsQuotes() {
    YamlReader.Result result = read("a: this: that\n");
    assertThat(result.diagnostics())
        .singleElement()
        .extracting(Diagnostic::hint)
        .asString()
        .contains("quotes");
  }

  @Test
  void refusesBinary() {
    assertThat(codes("a: \u0000\u0001\n").getFirst()).startsWith("YAML-001@x.yaml:1:");
  }

  @Test
  void readsWindowsLinesAndAByteOrderMark() {
    assertThat(good("\uFEFFa: 1\r\nb: 2\r\n").at("b"))
        .extracting(YamlNode::location)
        .hasToString("x.yaml:2:4");
  }

  @Test
  void givesTypedValuesOrNothing() {
    YamlNode.MappingNode root =
        (YamlNode.MappingNode) good("{t: x, n: 3, f: 1.5, b: true, d: PT5S, l: [a, b], bad: PT}");
    assertThat(root.text("t")).isEqualTo("x");
    assertThat(root.text("n")).isNull();
    assertThat(root.text("none", "y")).isEqualTo("y");
    assertThat(root.integer("n", 0)).isEqualTo(3);
    assertThat(root.integer("t", 9)).isEqualTo(9);
    assertThat(root.decimal("f")).isEqualByComparingTo("1.5");
    assertThat(root.bool("b", false)).isTrue();
    assertThat(root.bool("t", true)).isTrue();
    assertThat(root.duration("d", Duration.ZERO)).isEqualTo(Duration.ofSeconds(5));
    assertThat(root.duration("bad", Duration.ZERO)).isEqualTo(Duration.ZERO);
    assertThat(root.texts("l")).containsExactly("a", "b");
    assertThat(root.mapping("l")).isNull();
  }
}
