package io.aleff.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TerminalTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private Terminal terminal(boolean colour, int width) {
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    return new Terminal(stream, stream, InputStream.nullInputStream(), colour, false, width);
  }

  private List<String> lines() {
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void showsWhatWouldOtherwiseActOnTheTerminal() {
    assertThat(SafeText.lines("a\u001b[31mred\u0007\r\nnext\tcolumn\u202eevil\u200b"))
        .isEqualTo("a\\u{1b}[31mred\\u{7}\nnext    column\\u{202e}evil\\u{200b}");
    assertThat(SafeText.lines("relatório ✓ 😀\n")).isEqualTo("relatório ✓ 😀\n");
    assertThat(SafeText.line("a\nb\rc")).isEqualTo("a b\\u{d}c");
  }

  @Test
  void fitsTheWidthOfTheScreen() {
    Table table = new Table("id", "goal");
    table.row("r1", "a very long goal that does not fit on this narrow screen at all");
    table.row("r2", "short\nlines");
    table.print(terminal(false, 40));
    assertThat(lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(40));
    assertThat(lines().get(1)).startsWith("r1  a very long goal").endsWith("…");
    assertThat(lines().get(2)).isEqualTo("r2  short lines");
  }

  @Test
  void coloursOnlyWherePeopleRead() {
    Table table = new Table("state");
    table.row(0, Style.GOOD, "success");
    table.print(terminal(false, 40));
    assertThat(lines()).noneMatch(line -> line.contains("\u001b"));
    table.print(terminal(true, 40));
    assertThat(lines()).last().asString().isEqualTo("\u001b[32msuccess\u001b[0m");
  }

  @Test
  void asksUntilTheQuestionIsPointless() throws InterruptedException {
    assertThat(terminal(false, 40).ask("sure? ", () -> true)).isNull();
    assertThat(terminal(false, 40).ask("sure? ", () -> false)).as("the input has ended").isNull();
  }
}
