package io.aleff.definition;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalJsonTest {

  private static String canonical(String json) {
    return CanonicalJson.of(Json.MAPPER.readTree(json));
  }

  @Test
  void sortsKeysAndDropsWhiteSpace() {
    assertThat(canonical("{ \"b\" : [1, {\"z\":1,\"a\":null}], \"a\" : \"x\\u0001\\n\" }"))
        .isEqualTo("{\"a\":\"x\\u0001\\n\",\"b\":[1,{\"a\":null,\"z\":1}]}");
  }

  @ParameterizedTest
  @CsvSource({
    "1.0, 1",
    "10, 10",
    "1e2, 100",
    "1E+2, 100",
    "-0.0, 0",
    "0.10, 0.1",
    "1e-3, 0.001",
    "1e999999, 1e999999",
    "10e999998, 1e999999",
    "-1.5e-999999, -15e-1000000"
  })
  void writesEqualNumbersEqually(String number, String expected) {
    assertThat(canonical(number)).isEqualTo(expected);
  }

  @Test
  void doesNotFillTheMemoryForAShortNumber() {
    assertThat(canonical("[1e999999999]")).hasSizeLessThan(40);
  }
}
