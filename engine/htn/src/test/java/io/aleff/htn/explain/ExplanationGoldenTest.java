package io.aleff.htn.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.definition.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.SerializationFeature;

class ExplanationGoldenTest {

  @ParameterizedTest
  @CsvSource({"errands.hddl, one.hddl", "site.yaml, house.yaml", "lab.yaml, blood.yaml"})
  void explains(String domain, String problem) throws IOException {
    String actual =
        Json.MAPPER
                .rebuild()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(AccountJson.of(Explained.of(domain, problem).account()))
            + "\n";
    Path expected = Explained.FOLDER.resolve(problem.replaceAll("\\..*", ".json"));
    if (Boolean.getBoolean("aleff.golden.update")) {
      Files.writeString(expected, actual);
    }
    assertThat(actual).isEqualTo(Files.readString(expected));
  }
}
