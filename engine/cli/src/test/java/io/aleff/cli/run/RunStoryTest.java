package io.aleff.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.cli.terminal.Terminal;
import io.aleff.definition.Json;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RunStoryTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
  private final RunStory story =
      new RunStory(
          new Terminal(stream, stream, InputStream.nullInputStream(), false, false, 100),
          Words.of("en"),
          true);

  private static JsonNode step(String state, int attempt) {
    return Json.MAPPER
        .createObjectNode()
        .put("id", "s1")
        .put("action", "a")
        .put("state", state)
        .put("attempt", attempt);
  }

  private List<String> lines() {
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void tellsEachChangeOnce() {
    for (int i = 0; i < 3; i++) {
      story.step(step("running", 1));
    }
    story.step(step("pending", 1));
    story.step(step("success", 1));
    story.step(step("success", 1));
    assertThat(lines()).hasSize(2);
  }

  @Test
  void takesNoEndBackForAnEventThatCameLate() {
    story.step(step("success", 1));
    story.step(step("running", 1));
    story.step(step("waiting", 1));
    assertThat(lines()).hasSize(1);
    story.step(step("running", 2));
    story.step(step("rolled_back", 2));
    assertThat(lines()).hasSize(3);
  }

  @Test
  void neverLetsProgressGoBack() {
    story.summary(Json.MAPPER.readTree("{\"progress\":60}"));
    story.summary(Json.MAPPER.readTree("{\"progress\":40}"));
    story.step(step("running", 1));
    assertThat(lines().getFirst()).startsWith("[ 60%]");
  }
}
