package io.aleff.qa.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The service on a PostgreSQL of the operator's own, prepared as the handbook says. */
class ExternalDatabaseTest {

  private static final Duration PATIENCE = Duration.ofSeconds(300);
  private static final Path HANDBOOK = Path.of("..", "docs", "operations.md");

  @TempDir static Path home;
  private static ExternalPostgres postgres;

  @BeforeAll
  static void prepare() throws Exception {
    postgres = ExternalPostgres.start();
    postgres.prepare(statements());
  }

  @AfterAll
  static void stop() throws Exception {
    postgres.close();
  }

  /** The SQL block of the handbook, so that what it says stays true. */
  private static List<String> statements() throws IOException {
    String text = Files.readString(HANDBOOK);
    int begin = text.indexOf("```sql") + "```sql".length();
    String block = text.substring(begin, text.indexOf("```", begin));
    List<String> statements = new ArrayList<>();
    for (String statement : block.split(";")) {
      if (!statement.isBlank()) {
        statements.add(statement.strip());
      }
    }
    return statements;
  }

  private static ServerProcess start(Path folder, String user, String password) throws IOException {
    return ServerProcess.start(
        folder,
        "--aleff.demo=true",
        "--aleff.database.url=" + postgres.url("aleff"),
        "--aleff.database.username=" + user,
        "--aleff.database.password=" + password,
        "--aleff.database.owner-password=owner-secret");
  }

  @Test
  void carriesTheDemoOutAndKeepsEverythingThere() throws Exception {
    try (ServerProcess server = start(home, "aleff_app", "app-secret")) {
      Api requester = server.as("demo-requester");
      String run = requester.run(Samples.sales());
      JsonNode approval = requester.approval(run, PATIENCE);
      Api approver = server.as("demo-approver");
      String id = approval.get("id").asString();
      String digest = approver.json("/approvals/" + id).get("digest").asString();
      assertThat(
              approver.post("/approvals/" + id + "/approve", Map.of("digest", digest)).statusCode())
          .isEqualTo(200);
      JsonNode ended = requester.untilEnded(run, PATIENCE);
      assertThat(ended.get("state").asString()).as(ended.toString()).isEqualTo("success");
      assertThat(server.as("admin").json("/audit/verify").get("valid").asBoolean()).isTrue();
    }
    assertThat(home.resolve("postgres")).doesNotExist();
    try (Connection owner = DriverManager.getConnection(postgres.url("aleff"), "postgres", "top");
        ResultSet runs = owner.createStatement().executeQuery("SELECT count(*) FROM aleff.run")) {
      assertThat(runs.next()).isTrue();
      assertThat(runs.getInt(1)).isEqualTo(1);
    }
  }

  @Test
  void refusesARoleThatCouldSwitchTenancyOff(@TempDir Path folder) {
    assertThatThrownBy(() -> start(folder, "aleff_owner", "owner-secret").close())
        .hasMessageContaining("owns the tables");
  }
}
