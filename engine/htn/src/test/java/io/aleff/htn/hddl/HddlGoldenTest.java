package io.aleff.htn.hddl;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.definition.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code hddl/x.hddl} must give the diagnostics of {@code hddl/x.txt}; a sound one, its print. */
class HddlGoldenTest {

  private static final Path FOLDER = Path.of("src/test/resources/hddl");

  static List<String> cases() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(name -> name.endsWith("-domain.hddl"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void saysWhatIsWrongOrPrints(String name) throws IOException {
    SourceText domain = new SourceText(name, Files.readString(FOLDER.resolve(name)));
    String other = name.replace("-domain", "-problem");
    SourceText problem = new SourceText(other, Files.readString(FOLDER.resolve(other)));
    Hddl.Reading read = Hddl.read(domain, problem);
    String actual =
        read.diagnostics().stream()
            .map(d -> d.print(d.location().path().equals(name) ? domain : problem))
            .collect(Collectors.joining("\n\n", "", "\n"));
    if (read.problem() != null) {
      actual +=
          HddlPrinter.domain(Objects.requireNonNull(read.domain())).text()
              + HddlPrinter.problem(read.domain(), read.problem()).text();
      Hddl.Reading again = HddlSuiteTest.reprinted(read);
      assertThat(HddlSuiteTest.placeless(Objects.requireNonNull(again.domain())))
          .isEqualTo(HddlSuiteTest.placeless(read.domain()));
    }
    Path expected = FOLDER.resolve(name.replace("-domain.hddl", ".txt"));
    if (Boolean.getBoolean("aleff.golden.update")) {
      Files.writeString(expected, actual);
    }
    assertThat(actual).isEqualTo(Files.readString(expected));
  }

  @Test
  void deepNestingIsAFindingNotAnOverflow() {
    SourceText deep = new SourceText("deep.hddl", "(".repeat(1_000_000));
    assertThat(Hddl.readDomain(deep).diagnostics()).hasSize(1);
  }
}
