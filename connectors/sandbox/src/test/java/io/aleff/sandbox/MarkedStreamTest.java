package io.aleff.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.connector.OutputSink;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkedStreamTest {

  private final OutputTap tap =
      new OutputTap(OutputSink.Stream.STDOUT, (any, text) -> {}, new AtomicLong(1_000), () -> {});
  private final MarkedStream stream = new MarkedStream("\0abc".getBytes(UTF_8), tap);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7, 100})
  void theMarkIsNoOutputHoweverItArrives(int piece) {
    write("one\0ab two\0\0abc042\n", piece);
    assertThat(stream.status()).hasValue(42);
    stream.end();
    assertThat(tap.tail().text()).isEqualTo("one\0ab two\0");
  }

  @Test
  void whatIsWrittenAfterAMarkTakesItsMeaningAway() {
    write("a\0abc000\n", 100);
    assertThat(stream.status()).hasValue(0);
    write("b", 1);
    assertThat(stream.status()).isEmpty();
    write("\0abc007\n", 2);
    assertThat(stream.status()).hasValue(7);
    stream.end();
    assertThat(tap.tail().text()).isEqualTo("ab");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\0abc", "\0abc00", "\0abcxyz\n", "\0abc300\n", "\0abc0000", "abc000\n"})
  void whatIsNoMarkGivesNoStatus(String text) {
    write(text, 100);
    assertThat(stream.status()).isEqualTo(OptionalInt.empty());
  }

  @Test
  void theBeginningOfAMarkIsShownWhenTheStreamEnds() {
    write("a\0ab", 1);
    assertThat(tap.tail().text()).isEqualTo("a");
    stream.end();
    assertThat(tap.tail().text()).isEqualTo("a\0ab");
  }

  private void write(String text, int piece) {
    byte[] bytes = text.getBytes(UTF_8);
    for (int from = 0; from < bytes.length; from += piece) {
      stream.accept(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + piece)));
    }
  }
}
