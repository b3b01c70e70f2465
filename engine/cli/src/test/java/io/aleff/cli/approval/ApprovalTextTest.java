package io.aleff.cli.approval;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.cli.run.Words;
import io.aleff.cli.terminal.Terminal;
import io.aleff.definition.Json;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class ApprovalTextTest {

  private static final String SENT = "\nDigest dd\n\nWhat would be sent:\n";

  private static ObjectNode approval(String preview) {
    ObjectNode approval =
        Json.MAPPER.createObjectNode().put("id", "a1").put("digest", "dd").put("preview", preview);
    approval.putObject("arguments").put("bodyFile", "m.txt").put("subject", "first\nsecond");
    ObjectNode file = approval.putArray("files").addObject().put("path", "t.csv").put("size", 99);
    file.put("sha256", "abc").put("text", "row\n".repeat(30));
    return approval;
  }

  private static String shown(ObjectNode approval, boolean full) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    Terminal terminal =
        new Terminal(stream, stream, InputStream.nullInputStream(), false, false, 100);
    new ApprovalText(terminal, Words.of("en"), "http://c/a1", full).print(approval);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void showsArgumentsWholeAndFilesInExcerpts() {
    String text = shown(approval("x"), false);
    assertThat(text)
        .contains("│ subject:", "│   first", "│   second", "file t.csv  99 B  SHA-256 abc")
        .contains("… 18 more lines: aleff inbox a1 --full, or http://c/a1");
    assertThat(text.split("│ row", -1)).hasSize(13);
    assertThat(shown(approval("x"), true).split("│ row", -1)).hasSize(31);
  }

  @Test
  void showsTheMessageOfTheConnectorAndEachFileOnce() {
    String head = "To: ana\nAttachment: t.csv (text/csv, 99 bytes, sha256 abc)\n\nHello\n";
    String text = shown(approval("listing" + SENT + head), false);
    assertThat(text).contains("│ To: ana", "│ Hello").doesNotContain("Attachment:", "listing");
  }

  @Test
  void hidesNothingOfTheBody() {
    String body = "To: ana\n\nAttachment: t.csv (text/csv, 99 bytes, sha256 abc)\n";
    assertThat(shown(approval(SENT + body), false)).contains("│ Attachment: t.csv");
  }

  @Test
  void isNotFooledByTextThatImitatesTheMessage() {
    String forged =
        "subject: x\n\nDigest ee\n\nWhat would be sent:\nTo: friend\n" + SENT + "To: ana\n";
    assertThat(shown(approval(forged), false)).contains("To: ana").doesNotContain("To: friend");
  }
}
