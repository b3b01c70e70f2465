package io.aleff.runtime.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.definition.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** What is taken out of what a model has said. */
class AnswerReaderTest {

  private static final ObjectNode TEXT = Json.MAPPER.createObjectNode().put("type", "string");
  private static final ObjectNode LIST = Json.MAPPER.createObjectNode().put("type", "array");

  private static String value(String said, ObjectNode schema) {
    AnswerReader.Reading reading = AnswerReader.read(said, schema);
    assertThat(reading).isInstanceOf(AnswerReader.Reading.Value.class);
    return ((AnswerReader.Reading.Value) reading).value().toString();
  }

  private static String text(String said) {
    AnswerReader.Reading reading = AnswerReader.read(said, TEXT);
    assertThat(reading).isInstanceOf(AnswerReader.Reading.Value.class);
    return ((AnswerReader.Reading.Value) reading).value().stringValue();
  }

  private static void useless(String said, ObjectNode schema, String why) {
    assertThat(AnswerReader.read(said, schema)).isEqualTo(new AnswerReader.Reading.Useless(why));
  }

  @Test
  void takesTheOneBlock() {
    assertThat(text("```\nprint(1)\n```")).isEqualTo("print(1)");
    assertThat(text("Sure.\r\n```python\r\nprint(1)\r\n```\r\nDone.")).isEqualTo("print(1)");
    assertThat(text("~~~\nprint(1)\n~~~")).isEqualTo("print(1)");
    assertThat(text("````md\n```\nx\n```\n````")).isEqualTo("```\nx\n```");
    assertThat(text("```\na\n\nb\n```\n")).isEqualTo("a\n\nb");
  }

  @Test
  void refusesWhatIsNotOneBlock() {
    useless("print(1)", TEXT, "It gave no code block.");
    useless("```\nprint(1)", TEXT, "Its code block has no end.");
    useless("```\na\n```\n```\nb\n```", TEXT, "It gave 2 code blocks, not one.");
    useless("```\n \n```", TEXT, "Its code block is empty.");
    useless(
        "```\n" + "x".repeat(70_000) + "\n```",
        TEXT,
        "Its code block is larger than 65536 characters.");
  }

  @Test
  void readsJsonWhereTheArgumentIsNoText() {
    assertThat(value("```json\n[\"a\", 1]\n```", LIST)).isEqualTo("[\"a\",1]");
    assertThat(value(" [1] ", LIST)).isEqualTo("[1]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1", "no", "[1] [2]", "{\"a\": 1, \"a\": 2}"})
  void refusesWhatIsNoJson(String said) {
    useless(said, LIST, "What it gave is no JSON.");
  }

  @Test
  void zeroBytesCannotGetIn() {
    assertThat(text("```\na\0b\n```")).isEqualTo("a\ufffdb");
  }
}
