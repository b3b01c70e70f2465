package io.aleff.runtime.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.definition.Json;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class ObligationsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
      [] | {}
      [{"kind":"limit","name":"memoryMb","value":64},{"kind":"limit","name":"memoryMb","value":32}] | {"limits":{"memoryMb":32}}
      [{"kind":"limit","name":"memoryMb","value":"x"},{"kind":"limit","name":"memoryMb","value":32}] | {"limits":{"memoryMb":"x"}}
      [{"kind":"limit","name":"childProcesses","value":true},{"kind":"limit","name":"childProcesses","value":false}] | {"limits":{"childProcesses":false}}
      [{"kind":"limit","name":"memoryMb"}] | {"limits":{"memoryMb":null}}
      [{"kind":"limit"}] | {"limits":{"":null}}
      [{"kind":"egress","hosts":["a","b"]},{"kind":"egress","hosts":["b","c"]}] | {"egress":["b"]}
      [{"kind":"egress","hosts":["a"]},{"kind":"egress","hosts":["c"]}] | {"egress":[]}
      [{"kind":"egress"}] | {"egress":[]}
      [{"kind":"notify","who":"x"},{"kind":"notify","who":"y"}] | {"notify":[{"kind":"notify","who":"x"},{"kind":"notify","who":"y"}]}
      [{"who":"x"}] | {"other":[{"who":"x"}]}
      """)
  void allOfThemHold(String obligations, String expected) {
    List<ObjectNode> all = new ArrayList<>();
    Json.MAPPER.readTree(obligations).forEach(one -> all.add((ObjectNode) one));
    assertThat(Obligations.of(all)).isEqualTo(Json.MAPPER.readTree(expected));
  }
}
