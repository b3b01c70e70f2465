package io.aleff.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.cli.terminal.Terminal;
import io.aleff.definition.Json;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class UndoStoryTest {

  private static final String DONE =
      """
      {"id":"s1","action":"inspect","state":"success","finishedAt":"2026-01-01T10:00:01Z","checkpoint":"aaaaaaaaaaaaaaaa"},
      {"id":"s2","action":"seal","state":"success","finishedAt":"2026-01-01T10:00:02Z","checkpoint":"bbbbbbbbbbbbbbbb"},
      {"id":"s3","action":"send","state":"success","finishedAt":"2026-01-01T10:00:03Z","checkpoint":"bbbbbbbbbbbbbbbb"}""";
  private static final String UNDONE =
      """
      ,{"id":"undo-s3","undoes":"s3","action":"send","state":"skipped","finishedAt":"2026-01-01T11:00:01Z"},
      {"id":"undo-s2","undoes":"s2","action":"seal","state":"success","finishedAt":"2026-01-01T11:00:02Z"},
      {"id":"undo-s1","undoes":"s1","action":"inspect","state":"success","finishedAt":"2026-01-01T11:00:03Z"}""";

  private static JsonNode run(String steps) {
    return Json.MAPPER.readTree("{\"steps\":[" + steps + "]}");
  }

  @Test
  void tellsEachUndoneStepOnceNewestFirst() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    Terminal terminal =
        new Terminal(stream, stream, InputStream.nullInputStream(), false, false, 100);
    UndoStory story = new UndoStory(terminal, Words.of("en"), run(DONE));
    story.state(run(DONE + UNDONE));
    story.state(run(DONE + UNDONE));
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "! send cannot be undone: its effect stays",
            "↶ seal undone (workspace back to aaaaaaaaaaaa)",
            "↶ inspect undone (workspace as it was at the start)");
  }
}
