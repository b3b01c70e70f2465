package io.aleff.cli.htn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The launcher starts planning with the libraries of the planner alone: no command needs more. */
class FewLibrariesTest {

  private static final Path LIBRARIES = Path.of("../htn/target/lib");

  @TempDir Path home;

  @ParameterizedTest
  @CsvSource({
    "0, plan d.hddl p.hddl --format tree",
    "0, plan d.hddl p.hddl --format gantt",
    "0, plan d.hddl p.hddl --json",
    "0, explain d.hddl p.hddl --json",
    "0, lint d.hddl --json",
    "3, check d.hddl p.hddl d.hddl --json",
    "0, convert d.hddl",
    "0, convert d.hddl p.hddl",
    "0, lint n.yaml",
    "0, convert n.yaml",
    "0, plan --help",
    "0, --help --lang=pt-BR",
    "2, plan d.hddl nowhere.hddl",
    "2, bench .",
    "2, plan",
    "2, nothing"
  })
  void runs(int exit, String words) throws Exception {
    assumeTrue(Files.isDirectory(LIBRARIES), "the planner is not packaged");
    Files.writeString(home.resolve("d.hddl"), HtnCommandTest.DOMAIN);
    Files.writeString(home.resolve("p.hddl"), HtnCommandTest.PROBLEM);
    Files.writeString(
        home.resolve("n.yaml"),
        """
        apiVersion: aleff/v1
        kind: TaskNetwork
        name: small
        tasks:
          greet:
            phrases: {en: ["greet"]}
            methods: [{name: aloud, subtasks: {say: {task: say}}}]
        actions:
          say: {}
        """);
    Path output = home.resolve("output.txt");
    Process process =
        new ProcessBuilder(command(words))
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(output)).doesNotContain("NoClassDefFound").isNotBlank();
    assertThat(process.exitValue()).as(Files.readString(output)).isEqualTo(exit);
  }

  private static List<String> command(String words) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        new ArrayList<>(
            List.of(java, "-XX:TieredStopAtLevel=1", "-cp", classPath(), "io.aleff.cli.Aleff"));
    command.add("htn");
    command.addAll(Arrays.asList(words.split(" ", -1)));
    return command;
  }

  private static String classPath() throws IOException {
    Stream<String> own =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(
                entry ->
                    entry.contains("picocli")
                        || entry.matches(".*engine.(cli|htn).target.(classes|aleff-[^/]*jar)"));
    try (Stream<Path> libraries = Files.list(LIBRARIES)) {
      return Stream.concat(own, libraries.map(each -> each.toAbsolutePath().toString()))
          .collect(Collectors.joining(File.pathSeparator));
    }
  }
}
