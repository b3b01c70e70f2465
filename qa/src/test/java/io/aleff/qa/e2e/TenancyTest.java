package io.aleff.qa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.definition.Digest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Somebody of another tenant who has every role there and knows the ids of this one. */
@ExtendWith(SharedServer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TenancyTest {

  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final String STRANGER = "other";
  private static final String UNKNOWN = "zzzzzzzzzz";

  private final ServerProcess server;
  private final Api requester;
  private final Api approver;
  private final Api stranger;
  private String run = "";
  private String approval = "";
  private String digest = "";

  TenancyTest(ServerProcess server) throws IOException, SQLException {
    this.server = server;
    requester = server.as("demo-requester");
    approver = server.as("demo-approver");
    stranger = new Api(server.url(), newAdministrator(STRANGER));
  }

  /** There is no request that makes a tenant; the operator's migration does. */
  private String newAdministrator(String tenant) throws IOException, SQLException {
    String token = "aleff_" + tenant + "_" + "A".repeat(43);
    try (OwnerDatabase owner = OwnerDatabase.of(server)) {
      owner.enter(tenant);
      owner.update("INSERT INTO tenant (tenant) VALUES (?) ON CONFLICT DO NOTHING", tenant);
      owner.update(
          """
          INSERT INTO account (tenant, username, display_name, password_hash, roles, language)
          VALUES (?, 'mallory', 'Mallory', '-',
            '{requester,approver,analyst,security,operator,admin}', 'en')
          ON CONFLICT DO NOTHING\
          """,
          tenant);
      owner.update(
          """
          INSERT INTO access_token (tenant, digest, username, label, created_at)
          VALUES (?, ?, 'mallory', 'test', now()) ON CONFLICT DO NOTHING\
          """,
          tenant,
          Digest.sha256(token));
    }
    return token;
  }

  @BeforeAll
  void waitForApproval() {
    run = requester.run(Samples.sales());
    JsonNode waiting = requester.approval(run, PATIENCE);
    approval = waiting.get("id").asString();
    digest = waiting.get("digest").asString();
  }

  @AfterAll
  void stop() {
    assertThat(requester.post("/runs/" + run + "/cancel", Map.of()).statusCode()).isEqualTo(202);
  }

  @Test
  void listsNothing() {
    assertThat(stranger.json("/runs").get("items")).isEmpty();
    assertThat(stranger.json("/approvals?state=all").get("items")).isEmpty();
    assertThat(stranger.json("/dead-letters?all=true")).isEmpty();
    assertThat(stranger.json("/audit?run=" + run)).isEmpty();
    assertThat(stranger.get("/audit/export").body()).doesNotContain("demo-requester");
    assertThat(stranger.json("/users")).hasSize(1);
    assertThat(stranger.json("/releases")).isEmpty();
    assertThat(requester.json("/runs").get("items")).isNotEmpty();
  }

  @Test
  void readsNothing() {
    String step = requester.json("/runs/" + run).get("steps").get(0).get("id").asString();
    for (String path :
        List.of(
            "/runs/%s",
            "/runs/%s/bpmn",
            "/runs/%s/tokens",
            "/runs/%s/timeline",
            "/runs/%s/decisions",
            "/runs/%s/effects",
            "/runs/%s/checkpoints",
            "/runs/%s/archive",
            "/runs/%s/files",
            "/runs/%s/file?path=report/report.html",
            "/runs/%s/file?path=input/sales.csv",
            "/runs/%s/steps/" + step + "/output",
            "/runs/%s/steps/" + step + "/diff")) {
      assertThat(requester.get(path.formatted(run)).statusCode())
          .as("the requester reads %s", path)
          .isEqualTo(200);
      assertHidden(
          path, run, stranger.get(path.formatted(run)), stranger.get(path.formatted(UNKNOWN)));
    }
    String path = "/approvals/%s";
    assertThat(approver.get(path.formatted(approval)).statusCode()).isEqualTo(200);
    assertHidden(
        path,
        approval,
        stranger.get(path.formatted(approval)),
        stranger.get(path.formatted(UNKNOWN)));
  }

  @Test
  void changesNothingAndIsOnRecord() {
    JsonNode before = requester.json("/runs/" + run);
    Map<String, String> vote = Map.of("digest", digest, "comment", "mine");
    Map<String, String> veto = Map.of("digest", digest, "reason", "mine");
    assertRefused("/runs/%s/cancel", run, Map.of());
    assertRefused("/runs/%s/rollback", run, Map.of());
    assertRefused("/runs/%s/retry", run, Map.of("from", "start"));
    assertRefused("/runs/%s/restore", run, Map.of("checkpoint", "0".repeat(40)));
    assertRefused("/approvals/%s/claim", approval, Map.of());
    assertRefused("/approvals/%s/release", approval, Map.of());
    assertRefused("/approvals/%s/approve", approval, vote);
    assertRefused("/approvals/%s/reject", approval, veto);

    assertThat(requester.json("/runs/" + run)).isEqualTo(before);
    assertThat(requester.json("/approvals/" + approval).get("state").asString()).isEqualTo("open");
    assertThat(stranger.json("/audit/verify").get("valid").asBoolean()).isTrue();
  }

  @Test
  void hearsNothing() {
    try (EventReader here = EventReader.open(approver);
        EventReader there = EventReader.open(stranger)) {
      assertThat(approver.post("/approvals/" + approval + "/claim", Map.of()).statusCode())
          .isEqualTo(200);
      here.await("approval", PATIENCE);
      assertThat(approver.post("/approvals/" + approval + "/release", Map.of()).statusCode())
          .isEqualTo(200);
      here.await("approval", PATIENCE);
      assertThat(there.text()).doesNotContain("data:").doesNotContain(approval);
    }
  }

  private void assertRefused(String path, String id, Object body) {
    HttpResponse<String> answer = stranger.post(path.formatted(id), body);
    assertHidden(path, id, answer, stranger.post(path.formatted(UNKNOWN), body));
    assertThat(stranger.json("/audit?limit=200").toString())
        .as("the trail of the stranger")
        .contains("/api/v1" + path.formatted(id));
  }

  /** The answer about what is there is the answer about what is not, but for the id asked for. */
  private static void assertHidden(
      String path, String id, HttpResponse<String> there, HttpResponse<String> nowhere) {
    assertThat(there.statusCode()).as(path).isEqualTo(404);
    assertThat(nowhere.statusCode()).as(path).isEqualTo(404);
    assertThat(there.body().replace(id, UNKNOWN)).as(path).isEqualTo(nowhere.body());
  }
}
