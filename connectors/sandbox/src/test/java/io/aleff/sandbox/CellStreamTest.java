package io.aleff.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.connector.OutputSink;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CellStreamTest {

  private static final byte[] MARK = "\0abc:".getBytes(UTF_8);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 100})
  void outputIsCutAtMarksHoweverItArrives(int piece) throws IOException {
    CellStream stream = stream("one\0ab\0\0abd:\0abc:0\ntwo\0abc:42\n\0abc:7\nrest", piece);
    assertThat(read(stream)).isEqualTo("one\0ab\0\0abd: 0");
    assertThat(read(stream)).isEqualTo("two 42");
    assertThat(read(stream)).isEqualTo(" 7");
    assertThat(read(stream)).isEqualTo("rest ended");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\0abc:", "a\0abc:12345678901234567890", "a\0abc:x\n", "a\0abc:\n"})
  void whatIsNoStatusIsNoEndOfACell(String text) throws IOException {
    assertThat(read(stream(text, 3))).isEqualTo("a ended");
  }

  @Test
  void theBeginningOfAMarkIsShownWhenTheStreamEnds() throws IOException {
    assertThat(read(stream("a\0ab", 1))).isEqualTo("a\0ab ended");
  }

  private static CellStream stream(String text, int piece) {
    InputStream in = new ByteArrayInputStream(text.getBytes(UTF_8));
    return new CellStream(
        new InputStream() {
          @Override
          public int read() throws IOException {
            return in.read();
          }

          @Override
          public int read(byte[] to, int offset, int length) throws IOException {
            return in.read(to, offset, Math.min(piece, length));
          }
        });
  }

  private static String read(CellStream stream) throws IOException {
    OutputTap tap =
        new OutputTap(OutputSink.Stream.STDOUT, (any, text) -> {}, new AtomicLong(1_000), () -> {});
    OptionalInt status = stream.readTo(MARK, tap);
    tap.end();
    return tap.tail().text()
        + " "
        + (status.isPresent() ? Integer.toString(status.getAsInt()) : "ended");
  }
}
