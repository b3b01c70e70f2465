package io.aleff.htn;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.definition.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code reading/x.yaml} must give the diagnostics of {@code reading/x.txt}. */
class ReadingGoldenTest {

  private static final Path FOLDER = Path.of("src/test/resources/reading");

  static List<String> cases() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(name -> name.endsWith(".yaml"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void saysWhatIsWrong(String name) throws IOException {
    SourceText source = new SourceText(name, Files.readString(FOLDER.resolve(name)));
    TaskNetworks.Reading reading = TaskNetworks.read(List.of(source));
    String actual =
        reading.diagnostics().stream()
            .map(d -> d.print(source))
            .collect(Collectors.joining("\n\n", "", "\n"));
    Path expected = FOLDER.resolve(name.replace(".yaml", ".txt"));
    if (Boolean.getBoolean("aleff.golden.update")) {
      Files.writeString(expected, actual);
    }
    assertThat(actual).isEqualTo(Files.readString(expected));
  }
}
