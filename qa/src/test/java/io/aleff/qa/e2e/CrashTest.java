package io.aleff.qa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The service is killed at random points of the demo's run; nothing is lost and nothing is done
 * twice.
 */
class CrashTest {

  private static final int KILLS = 10;
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final Set<String> ENDED = Set.of("success", "failed", "cancelled");

  @TempDir static Path home;

  @Test
  void endsEveryRunAndExecutesEachActionOnce() throws IOException, InterruptedException {
    long seed = Long.getLong("aleff.crash.seed", System.nanoTime());
    System.out.println("kill points: -Daleff.crash.seed=" + seed);
    Random random = new Random(seed);
    try (ServerProcess server = ServerProcess.start(home, "--aleff.demo=true")) {
      long started = System.nanoTime();
      String first = server.as("demo-requester").run(Samples.sales());
      finish(server, first);
      long length = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);

      for (int kill = 1; kill <= KILLS; kill++) {
        String run = server.as("demo-requester").run(Samples.sales());
        Thread approving = approveInTheBackground(server, run);
        TimeUnit.MILLISECONDS.sleep((long) (random.nextDouble() * length));
        server.kill();
        approving.interrupt();
        approving.join();
        server.restart();
        JsonNode ended = finish(server, run);
        assertThat(ended.get("state").asString())
            .as("kill %d, seed %d: %s %s", kill, seed, ended.get("failure"), ended.get("steps"))
            .isEqualTo("success");
        assertThat(mails()).as("kill %d, seed %d", kill, seed).isEqualTo(kill + 1);
        assertEachActionOnce(server, run, "kill " + kill + ", seed " + seed);
      }
      assertThat(server.as("admin").json("/audit/verify").get("valid").asBoolean()).isTrue();
    }
  }

  private static void assertEachActionOnce(ServerProcess server, String run, String where)
      throws IOException {
    JsonNode effects = server.as("admin").json("/runs/" + run + "/effects");
    assertThat(effects.size()).as(where).isPositive();
    for (JsonNode effect : effects) {
      boolean done = effect.get("state").asString().equals("done");
      assertThat(effect.get("completions").asInt())
          .as("%s: %s", where, effect)
          .isEqualTo(done ? 1 : 0);
    }
  }

  private static JsonNode finish(ServerProcess server, String run) throws IOException {
    Api requester = server.as("demo-requester");
    JsonNode view = requester.until(run, PATIENCE, Set.of("waiting", "success", "failed"));
    if (!ENDED.contains(view.get("state").asString())) {
      HttpResponse<String> answer = approve(server, requester.approval(run, PATIENCE));
      assertThat(answer.statusCode()).as(answer.body()).isIn(200, 409);
    }
    return requester.untilEnded(run, PATIENCE);
  }

  private static HttpResponse<String> approve(ServerProcess server, JsonNode approval)
      throws IOException {
    return server
        .as("demo-approver")
        .post(
            "/approvals/" + approval.get("id").asString() + "/approve",
            Map.of("digest", approval.get("digest").asString()));
  }

  private static Thread approveInTheBackground(ServerProcess server, String run) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try {
                var unused = approve(server, server.as("demo-requester").approval(run, PATIENCE));
              } catch (IOException | RuntimeException e) {
                // The service was killed meanwhile; the run is approved after the restart.
              }
            });
  }

  private static long mails() throws IOException {
    try (Stream<Path> files = Files.walk(home.resolve("outbox"))) {
      return files.filter(f -> f.toString().endsWith(".eml")).count();
    }
  }
}
