package io.aleff.qa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.definition.Json;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Votes that do not count and credentials that are worth nothing, over HTTP and on record. */
@ExtendWith(SharedServer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RefusalTest {

  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final ServerProcess server;
  private final Api admin;
  private final Api approver;
  private String run = "";
  private String path = "";
  private Map<String, String> vote = Map.of();

  RefusalTest(ServerProcess server) throws IOException {
    this.server = server;
    admin = server.as("admin");
    approver = server.as("demo-approver");
  }

  @BeforeAll
  void waitForApproval() {
    run = admin.run(Samples.sales());
    JsonNode approval = admin.approval(run, PATIENCE);
    path = "/approvals/" + approval.get("id").asString();
    vote = Map.of("digest", approval.get("digest").asString());
  }

  @AfterAll
  void cancel() {
    assertThat(admin.post("/runs/" + run + "/cancel", Map.of()).statusCode()).isIn(202, 409);
  }

  /** Last, because it ends the run. */
  @Test
  @Order(Integer.MAX_VALUE)
  void ownExpiredAndSecondApproval() throws IOException, SQLException {
    assertRefused(admin.post(path + "/approve", vote), 403, "own-request");

    String due = moveDue(Instant.now().minusSeconds(1).toString());
    assertRefused(approver.post(path + "/approve", vote), 409, "expired");
    assertThat(admin.json("/runs/" + run).get("state").asString()).isEqualTo("waiting");
    var unused = moveDue(due);

    assertThat(approver.post(path + "/approve", vote).statusCode()).isEqualTo(200);
    assertRefused(approver.post(path + "/approve", vote), 409, "already-decided");
    assertThat(admin.untilEnded(run, PATIENCE).get("state").asString()).isEqualTo("success");

    List<String> codes =
        admin
            .json("/audit?limit=200&run=" + run)
            .valueStream()
            .filter(event -> event.get("type").asString().equals("approval.refused"))
            .map(event -> event.get("actor").asString() + " " + event.at("/data/code").asString())
            .toList();
    assertThat(codes)
        .containsExactly(
            "admin own-request", "demo-approver expired", "demo-approver already-decided");
    assertThat(admin.json("/runs/" + run + "/effects").valueStream())
        .filteredOn(effect -> effect.get("connector").asString().equals("mail"))
        .singleElement()
        .satisfies(mail -> assertThat(mail.get("completions").asInt()).isEqualTo(1));
  }

  @Test
  void aBrowserWithoutItsTokenChangesNothing() throws IOException {
    Browser browser = Browser.login(server, "demo-approver");
    Browser other = Browser.login(server, "demo-requester");

    assertRefused(browser.post(path + "/approve", vote, null), 403, "csrf");
    assertRefused(browser.post(path + "/approve", vote, ""), 403, "csrf");
    assertRefused(browser.post(path + "/approve", vote, other.token()), 403, "csrf");
    assertRefused(
        browser.without("ALEFF_SESSION").post(path + "/approve", vote, browser.token()),
        401,
        "login-needed");
    JsonNode approval = admin.json(path);
    assertThat(approval.get("state").asString()).isEqualTo("open");
    assertThat(approval.get("decisions")).isEmpty();
    assertOnRecord("demo-approver", "csrf", path + "/approve");

    assertThat(browser.post(path + "/claim", vote, browser.token()).statusCode()).isEqualTo(200);
  }

  @Test
  void aDisabledAccountHasNoTokenAndNoSession() throws IOException {
    String name = "leaver" + Long.toString(System.nanoTime(), 36);
    String password = "correct horse " + name;
    Map<String, Object> account =
        Map.of("username", name, "password", password, "roles", List.of("approver"));
    assertThat(admin.post("/users", account).statusCode()).isEqualTo(201);
    Browser browser = Browser.login(server, name, password);
    HttpResponse<String> issued = browser.post("/tokens", Map.of("label", "ci"), browser.token());
    assertThat(issued.statusCode()).as(issued.body()).isEqualTo(201);
    String token = Json.MAPPER.readTree(issued.body()).get("token").asString();
    Api leaver = new Api(server.url(), token);
    assertThat(leaver.get(path).statusCode()).isEqualTo(200);

    assertThat(admin.delete("/users/" + name).statusCode()).isEqualTo(204);

    assertRefused(leaver.post(path + "/approve", vote), 401, "bad-credentials");
    assertThat(leaver.get(path).statusCode()).isEqualTo(401);
    assertThat(browser.post(path + "/approve", vote, browser.token()).statusCode()).isIn(401, 403);
    assertThat(admin.json(path).get("state").asString()).isEqualTo("open");
    assertRefused(new Api(server.url(), token.substring(1)).get(path), 401, "bad-credentials");
  }

  @Test
  void whatARoleMayNotDoIsRefusedAndOnRecord() {
    assertRefused(approver.post("/runs", Map.of("goal", "x")), 403, "forbidden");
    assertRefused(approver.post("/runs/" + run + "/cancel", Map.of()), 403, "forbidden");
    assertRefused(approver.get("/audit"), 403, "forbidden");
    assertOnRecord("demo-approver", "forbidden", "/runs/" + run + "/cancel");
  }

  private void assertOnRecord(String actor, String code, String where) {
    assertThat(events())
        .anySatisfy(
            event -> {
              assertThat(event.get("type").asString()).isEqualTo("request.refused");
              assertThat(event.get("actor").asString()).isEqualTo(actor);
              assertThat(event.at("/data/code").asString()).isEqualTo(code);
              assertThat(event.at("/data/path").asString()).isEqualTo("/api/v1" + where);
            });
  }

  private List<JsonNode> events() {
    return admin
        .get("/audit/export")
        .body()
        .lines()
        .map(Json.MAPPER::readTree)
        .filter(line -> line.get("kind").asString().equals("link"))
        .map(line -> Json.MAPPER.readTree(line.get("event").asString()))
        .toList();
  }

  /** Returns when it was due before. */
  private String moveDue(String time) throws IOException, SQLException {
    try (OwnerDatabase owner = OwnerDatabase.of(server)) {
      owner.enter("default");
      String id = path.substring(path.lastIndexOf('/') + 1);
      String where = " WHERE id = '" + id + "'";
      String due = owner.text("SELECT body ->> 'expiresAt' FROM approval" + where);
      String moved = "jsonb_set(body::jsonb, '{expiresAt}', to_jsonb(?::text))::json";
      assertThat(owner.update("UPDATE approval SET body = " + moved + where, time)).isEqualTo(1);
      return String.valueOf(due);
    }
  }

  private static void assertRefused(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(Json.MAPPER.readTree(answer.body()).get("code").asString()).isEqualTo(code);
  }
}
