package io.aleff.qa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The story of the demo, and what must not be possible in it. */
class MainJobTest {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir static Path home;
  private static ServerProcess server;
  private static Api requester;
  private static Api approver;
  private static Api admin;

  @BeforeAll
  static void start() throws IOException {
    server = ServerProcess.start(home, "--aleff.demo=true");
    requester = server.as("demo-requester");
    approver = server.as("demo-approver");
    admin = server.as("admin");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void carriesAGoalFromWordsToADeliveredReportAndBack() throws IOException {
    String run = requester.run(Samples.sales());
    JsonNode approval = requester.approval(run, PATIENCE);

    JsonNode waiting = requester.json("/runs/" + run);
    assertThat(step(waiting, "fetch-style").get("verdict").asString()).isEqualTo("deny");
    assertThat(step(waiting, "fetch-style").get("reasons").toString())
        .contains("styles.example.org");
    assertThat(step(waiting, "use-built-in-style").get("state").asString()).isEqualTo("success");
    assertThat(step(waiting, "clean-strict").get("state").asString()).isEqualTo("failed");
    assertThat(step(waiting, "clean-strict").get("error").toString()).contains("problems");
    assertThat(step(waiting, "clean-tolerant").get("state").asString()).isEqualTo("success");
    assertThat(steps(waiting).filter(s -> s.get("action").asString().equals("clean-strict")))
        .as("a failing action is not repeated")
        .hasSize(1);
    assertThat(outbox()).as("nothing is sent before approval").isEmpty();

    String id = approval.get("id").asString();
    JsonNode detail = approver.json("/approvals/" + id);
    assertThat(detail.get("preview").asString()).contains("ana@example.com", "sales.csv");
    assertThat(approver.post("/approvals/" + id + "/approve", digest(detail)).statusCode())
        .isEqualTo(200);

    JsonNode ended = requester.untilEnded(run, PATIENCE);
    assertThat(ended.get("state").asString()).as(ended.toString()).isEqualTo("success");
    assertThat(ended.get("progress").asInt()).isEqualTo(100);
    assertThat(outbox()).hasSize(1);
    assertThat(requester.get("/runs/" + run + "/file?path=report/report.html").body())
        .contains("<svg");
    assertThat(admin.json("/audit/verify").get("valid").asBoolean()).isTrue();

    assertThat(admin.post("/runs/" + run + "/rollback", Map.of()).statusCode()).isEqualTo(202);
    JsonNode undone = requester.until(run, PATIENCE, Set.of("rolled_back", "failed"));
    assertThat(undone.get("state").asString()).isEqualTo("rolled_back");
    assertThat(requester.get("/runs/" + run + "/file?path=report/report.html").statusCode())
        .isEqualTo(404);
    assertThat(admin.json("/audit/verify").get("valid").asBoolean()).isTrue();
  }

  @Test
  void refusesAnApprovalByTheRequesterASecondOneAndAnotherDigest() {
    String run = admin.run(Samples.sales());
    JsonNode approval = admin.approval(run, PATIENCE);
    String path = "/approvals/" + approval.get("id").asString();
    JsonNode detail = approver.json(path);

    var own = admin.post(path + "/approve", digest(detail));
    assertThat(own.statusCode()).isEqualTo(403);
    assertThat(own.body()).contains("own-request");
    var other = approver.post(path + "/approve", Map.of("digest", "0".repeat(64)));
    assertThat(other.statusCode()).isEqualTo(409);
    assertThat(other.body()).contains("digest-mismatch");
    assertThat(requester.post(path + "/approve", digest(detail)).statusCode()).isEqualTo(403);

    var rejected =
        approver.post(
            path + "/reject",
            Map.of("digest", detail.get("digest").asString(), "reason", "not this week"));
    assertThat(rejected.statusCode()).isEqualTo(200);
    var second = approver.post(path + "/approve", digest(detail));
    assertThat(second.statusCode()).isEqualTo(409);
    assertThat(second.body()).containsAnyOf("already-decided", "second-vote");

    JsonNode ended = admin.untilEnded(run, PATIENCE);
    assertThat(ended.get("state").asString()).isEqualTo("failed");
    assertThat(ended.toString()).contains("not this week");
    assertThat(admin.get("/audit?run=" + run).body()).contains("own-request", "digest-mismatch");
  }

  @Test
  void saysWhatIsWrongWithAFileThatIsNoTable(@TempDir Path folder) throws IOException {
    var empty = requester.submit(goal("empty.csv"), file(folder, "empty.csv", new byte[0]));
    assertThat(empty.statusCode()).isEqualTo(422);
    assertThat(empty.body()).contains("empty-file");
    byte[] binary = new byte[4096];
    for (int i = 0; i < binary.length; i++) {
      binary[i] = (byte) (i * 31);
    }
    var refused = requester.submit(goal("binary.csv"), file(folder, "binary.csv", binary));
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("binary");
    byte[] large = "a,b\n1,2\n".repeat(13_200_000).getBytes(StandardCharsets.UTF_8);
    var tooLarge = requester.submit(goal("large.csv"), file(folder, "large.csv", large));
    assertThat(tooLarge.statusCode()).isEqualTo(413);
    assertThat(tooLarge.body()).contains("too-large", "100 MB");
    var unknown = requester.submit("fly to the moon with sales.csv", Samples.sales());
    assertThat(unknown.statusCode()).isEqualTo(422);
    assertThat(unknown.body()).contains("send the report to");
  }

  private static Map<String, String> digest(JsonNode approval) {
    return Map.of("digest", approval.get("digest").asString());
  }

  private static String goal(String file) {
    return "analyse " + file + " and send the report to ana@example.com";
  }

  private static Path file(Path folder, String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  private static Stream<JsonNode> steps(JsonNode run) {
    return run.get("steps").valueStream();
  }

  private static JsonNode step(JsonNode run, String action) {
    return steps(run)
        .filter(s -> s.get("action").asString().equals(action))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no step " + action + " in " + run));
  }

  private static java.util.List<Path> outbox() throws IOException {
    Path folder = home.resolve("outbox");
    if (!Files.isDirectory(folder)) {
      return java.util.List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(f -> f.toString().endsWith(".eml")).toList();
    }
  }
}
