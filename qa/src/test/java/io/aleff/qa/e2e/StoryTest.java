package io.aleff.qa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The console in Chromium: its pages against canned answers, and the demo against the service. */
@ExtendWith(SharedServer.class)
class StoryTest {

  private static final Path CONSOLE = Samples.root().resolve("console");

  private final ServerProcess server;

  StoryTest(ServerProcess server) {
    this.server = server;
  }

  @Test
  void carriesTheDemoFromWordsToTheReportAndBack() throws IOException, InterruptedException {
    Path pictures = CONSOLE.resolve("target/story");
    assertStory(
        "e2e/story.mjs",
        pictures,
        Map.of(
            "ALEFF_URL", server.url(),
            "ALEFF_HOME", server.home().toString(),
            "PICTURES", pictures.toString()));
  }

  @Test
  void showsEveryPageInBothThemesAndSizes() throws IOException, InterruptedException {
    assertStory("e2e/smoke.mjs", CONSOLE.resolve("target/screenshots"), Map.of());
  }

  private static void assertStory(String script, Path pictures, Map<String, String> settings)
      throws IOException, InterruptedException {
    String chromium = needed(script, "CHROMIUM", "chromium", "google-chrome");
    String node = needed(script, "NODE", "node");
    if (!Files.isDirectory(CONSOLE.resolve("node_modules/playwright-core"))) {
      skip(script, "console/node_modules is missing: run npm ci in console");
    }
    Path output = Files.createTempFile("aleff-story-", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(node, script)
            .directory(CONSOLE.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(settings);
    builder.environment().put("CHROMIUM", chromium);
    Process process = builder.start();
    try {
      boolean ended = process.waitFor(15, TimeUnit.MINUTES);
      String said = Files.readString(output);
      assertThat(ended).as("%s hangs; it said:%n%s", script, said).isTrue();
      assertThat(process.exitValue())
          .as("%s; pictures are in %s; it said:%n%s", script, pictures, said)
          .isZero();
      assertThat(said).contains("everything as it should be");
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      Files.delete(output);
    }
  }

  private static String needed(String script, String setting, String... programs) {
    Optional<String> found =
        Stream.concat(
                Stream.ofNullable(System.getenv(setting)).map(Path::of),
                Stream.of(System.getenv("PATH").split(":"))
                    .flatMap(folder -> Stream.of(programs).map(Path.of(folder)::resolve)))
            .filter(Files::isExecutable)
            .map(Path::toString)
            .findFirst();
    return found.orElseGet(() -> skip(script, "there is no " + String.join(" or ", programs)));
  }

  private static String skip(String script, String why) {
    System.out.println("NOT TESTED: the console in a browser (" + script + "), because " + why);
    return Assumptions.abort(why);
  }
}
